// Sound streams to start from: events of the Messages API, as frames of AWS and as server-sent events.
import { crc32 } from 'node:zlib'
import { EventStreamCodec } from '@smithy/eventstream-codec'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const codec = new EventStreamCodec(text, (value) => new TextEncoder().encode(value))

const EVENTS: readonly string[] = [
  '{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"us.anthropic.claude-sonnet-4-6","content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":3,"cache_read_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":2},"output_tokens":1}}}',
  '{"type":"ping"}',
  '{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}',
  '{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCkYIBxgC+/=="}}',
  '{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"caf\\u00e9 \\ud83d\\ude00 \\u2028 \\"quoted\\"\\n"}}',
  '{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"n\\":9007199254740993,\\"x\\":1e400"}}',
  '{"type":"content_block_stop","index":2}',
  '{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":12}}',
  '{"type":"a_new_event","anything":[1,{"deep":[[[]]]}]}',
  '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  '{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":10,"outputTokenCount":12,"invocationLatency":50,"firstByteLatency":20}}',
]

type Headers = Readonly<Record<string, string>>

function frame(headers: Headers, payload: string): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const)
  return codec.encode({ headers: Object.fromEntries(typed), body: new TextEncoder().encode(payload) })
}

const chunkFrame = (event: string) =>
  frame(
    { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' },
    JSON.stringify({ bytes: Buffer.from(event).toString('base64'), p: 'abcdefghij' }),
  )

const CONVERSE = { ':content-type': 'application/json', ':message-type': 'event' }

export const FRAMES: readonly Uint8Array[] = [
  ...EVENTS.map(chunkFrame),
  frame({ ':exception-type': 'throttlingException', ':message-type': 'exception' }, '{"message":"Too many"}'),
  frame({ ':error-code': 'InternalFailure', ':error-message': 'sorry', ':message-type': 'error' }, ''),
  frame({ ...CONVERSE, ':event-type': 'messageStart' }, '{"role":"assistant"}'),
  frame(
    { ...CONVERSE, ':event-type': 'metadata' },
    '{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3},"metrics":{"latencyMs":4}}',
  ),
]

export const SSE: readonly Uint8Array[] = EVENTS.map((event) =>
  new TextEncoder().encode(`event: ${/"type":"(\w+)"/.exec(event)![1]}\ndata: ${event}\n\n`),
)

/** The payload of a frame damaged and its checksums right again: what gets past the first checks. */
export function resealed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 16) return bytes
  const sealed = Buffer.from(bytes)
  sealed.writeUInt32BE(sealed.length, 0)
  if (sealed.readUInt32BE(4) > sealed.length - 16) sealed.writeUInt32BE(0, 4)
  sealed.writeUInt32BE(crc32(sealed.subarray(0, 8)), 8)
  sealed.writeUInt32BE(crc32(sealed.subarray(0, sealed.length - 4)), sealed.length - 4)
  return sealed
}
