// What the fake upstream answers: one message, and streams of 100 events in the forms of both providers.
import { EventStreamCodec } from '@smithy/eventstream-codec'

export const EVENT_COUNT = 100

/** Every answer reports these, so that it can be checked that the gateway has counted them. */
export const ANSWER_USAGE = {
  input_tokens: 1200,
  cache_creation_input_tokens: 300,
  cache_read_input_tokens: 20_000,
  cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 0 },
  output_tokens: 190,
  service_tier: 'standard',
}

const MESSAGE = {
  model: 'claude-haiku-4-5-20251001',
  id: 'msg_01BenchBenchBenchBenchBe',
  type: 'message',
  role: 'assistant',
}
const DELTA = { stop_reason: 'end_turn', stop_sequence: null }
const WORDS = [
  ' keep',
  '-alive',
  ' means',
  ' "one',
  ' connection"',
  ',',
  ' many',
  ' calls',
  '.\n',
  ' It saves',
]

export function messageAnswer(): Buffer {
  const content = [{ type: 'text', text: WORDS.join('').repeat(4) }]
  return Buffer.from(JSON.stringify({ ...MESSAGE, content, ...DELTA, usage: ANSWER_USAGE }))
}

/** The stream of the Claude API, one entry per event. */
export function sseAnswer(): Buffer[] {
  return streamEvents().map((event) =>
    Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  )
}

/** The stream of Bedrock, one entry per frame. */
export function frameAnswer(): Buffer[] {
  const codec = new EventStreamCodec(
    (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
    (text) => new TextEncoder().encode(text),
  )
  return streamEvents().map((event, index) => {
    const bytes = Buffer.from(JSON.stringify(withMetrics(event))).toString('base64')
    const padding = 'abcdefghijklmnopqrstuvwxyz'.slice(0, 1 + (index % 26))
    const frame = codec.encode({
      headers: {
        ':event-type': { type: 'string', value: 'chunk' },
        ':content-type': { type: 'string', value: 'application/json' },
        ':message-type': { type: 'string', value: 'event' },
      },
      body: new TextEncoder().encode(JSON.stringify({ bytes, p: padding })),
    })
    return Buffer.from(frame)
  })
}

interface StreamEvent {
  readonly type: string
}

function streamEvents(): StreamEvent[] {
  const block = { type: 'text', text: '' }
  const start = [
    { type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null, usage: ANSWER_USAGE } },
    { type: 'content_block_start', index: 0, content_block: block },
  ]
  const end = [
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: DELTA, usage: ANSWER_USAGE },
    { type: 'message_stop' },
  ]
  const deltas = Array.from({ length: EVENT_COUNT - start.length - end.length }, (_, at) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: WORDS[at % WORDS.length]! + WORDS[(at * 3) % WORDS.length]! },
  }))
  return [...start, ...deltas, ...end]
}

/** Bedrock's last event carries its own count. */
function withMetrics(event: StreamEvent): StreamEvent {
  if (event.type !== 'message_stop') return event
  const metrics = {
    inputTokenCount: 1200,
    outputTokenCount: 190,
    invocationLatency: 50,
    firstByteLatency: 20,
  }
  return { ...event, 'amazon-bedrock-invocationMetrics': metrics } as StreamEvent
}
