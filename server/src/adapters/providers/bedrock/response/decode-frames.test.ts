import { EventStreamCodec } from '@smithy/eventstream-codec'
import { describe, expect, test } from 'vitest'
import { decodeFrames } from './decode-frames.ts'
import { StreamDamage } from './stream-decoder.ts'

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
)

function frame(headers: Record<string, string>, payload: string): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const)
  return codec.encode({ headers: Object.fromEntries(typed), body: new TextEncoder().encode(payload) })
}

const decode = (headers: Record<string, string>, payload: string) => [
  ...decodeFrames('aws-id').push(frame(headers, payload)),
]
const CHUNK = { ':message-type': 'event', ':event-type': 'chunk' }

describe('decodeFrames', () => {
  test('an event comes out of its frame as it went in', () => {
    const event = '{"type":"x","text":"caf\\u00e9 é"}'
    const [part] = decode(CHUNK, JSON.stringify({ bytes: Buffer.from(event).toString('base64'), p: 'abcd' }))
    expect(part?.kind === 'event' && new TextDecoder().decode(part.json)).toBe(event)
  })

  test('unknown kinds of frames are dropped', () => {
    expect(decode({ ':message-type': 'event', ':event-type': 'other' }, '{"type":"ping"}')).toEqual([])
    expect(decode({}, '{"type":"ping"}')).toEqual([])
  })

  test.each(['not json', '{"bytes":5}', '{}', '[]', ''])('payload %j is damage', (payload) => {
    expect(() => decode(CHUNK, payload)).toThrow(StreamDamage)
  })

  test.each([
    [
      { ':message-type': 'exception', ':exception-type': 'throttlingException' },
      '{"message":"Too many tokens, please wait before trying again."}',
      ['rate_limited', 429, 'rate_limit_error', 'Too many tokens, please wait before trying again.'],
    ],
    [
      { ':message-type': 'error', ':error-code': 'InternalFailure', ':error-message': 'Oops' },
      '',
      ['server_error', 500, 'api_error', 'Oops'],
    ],
    [
      { ':message-type': 'exception', ':exception-type': 'modelStreamErrorException' },
      '{"originalStatusCode":529,"originalMessage":"busy"}',
      ['overloaded', 529, 'overloaded_error', 'busy'],
    ],
  ])('%j is a failure in Anthropic’s terms', (headers, payload, expected) => {
    const [part] = decode(headers, payload)
    if (part?.kind !== 'failure' || part.failure.answer.kind !== 'gateway') throw new Error('no failure')
    const { error } = part.failure.answer
    expect([part.failure.kind, error.status, error.type, error.message]).toEqual(expected)
    expect(part.failure.upstreamRequestId).toBe('aws-id')
  })
})
