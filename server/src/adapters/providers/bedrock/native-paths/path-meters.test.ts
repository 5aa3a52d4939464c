import { EventStreamCodec } from '@smithy/eventstream-codec'
import { describe, expect, test } from 'vitest'
import type { ModelOperation } from '../../../../core/upstream/bedrock-path-call.ts'
import { makeFramesUsageReader } from './frames-meter.ts'
import { makeJsonUsageReader } from './json-meter.ts'

const encoder = new TextEncoder()
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(typeof bytes === 'string' ? encoder.encode(bytes) : bytes),
  (text) => encoder.encode(text),
)

function frame(headers: Record<string, string>, payload: unknown): Uint8Array {
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]),
    ),
    body: encoder.encode(JSON.stringify(payload)),
  })
}

const event = (type: string, payload: unknown) =>
  frame({ ':message-type': 'event', ':event-type': type }, payload)
const chunk = (json: object) =>
  event('chunk', { bytes: Buffer.from(JSON.stringify(json)).toString('base64'), p: 'abc' })

const CONVERSE_USAGE = {
  inputTokens: 10,
  outputTokens: 5,
  totalTokens: 345,
  cacheReadInputTokens: 30,
  cacheWriteInputTokens: 300,
  cacheDetails: [
    { ttl: '1h', inputTokens: 200 },
    { ttl: '5m', inputTokens: 100 },
  ],
}
const CONVERSE_TOKENS = {
  inputTokens: 10,
  outputTokens: 5,
  cacheReadTokens: 30,
  cacheWrite5mTokens: 100,
  cacheWrite1hTokens: 200,
}

describe('JSON', () => {
  function read(operation: ModelOperation | null, text: string, headers: string[] = [], status = 200) {
    const meter = makeJsonUsageReader(operation, status, headers)
    // In pieces that cut a character in two.
    const bytes = encoder.encode(text)
    for (const byte of bytes) meter.push(Uint8Array.of(byte))
    return { end: meter.finish(), usage: meter.usage }
  }

  test('Converse reports writes by their time to live', () => {
    const { end, usage } = read('converse', JSON.stringify({ output: 'é', usage: CONVERSE_USAGE }))
    expect(end).toEqual({ kind: 'complete' })
    expect(usage).toMatchObject(CONVERSE_TOKENS)
  })

  test('without details, writes count as those of five minutes', () => {
    const { cacheDetails: _, ...bare } = CONVERSE_USAGE
    expect(read('converse', JSON.stringify({ usage: bare })).usage).toMatchObject({
      cacheWrite5mTokens: 300,
      cacheWrite1hTokens: 0,
    })
  })

  test('details that are nonsense say nothing', () => {
    for (const cacheDetails of [
      'x',
      [null],
      [{ ttl: '5m', inputTokens: 'many' }],
      [{ ttl: '5m', inputTokens: -1 }],
    ]) {
      const { usage } = read('converse', JSON.stringify({ usage: { ...CONVERSE_USAGE, cacheDetails } }))
      expect(usage.inputTokens).toBe(10)
      expect(usage.cacheWrite5mTokens === null || usage.cacheWrite5mTokens >= 0).toBe(true)
    }
  })

  test('headers fill in what the body of another vendor’s model does not say', () => {
    const headers = ['X-Amzn-Bedrock-Input-Token-Count', '7', 'X-Amzn-Bedrock-Output-Token-Count', '9']
    expect(read('invoke', '{"generation":"x"}', headers).usage).toMatchObject({
      inputTokens: 7,
      outputTokens: 9,
    })
    expect(read('invoke', '{"usage":{"input_tokens":1,"output_tokens":2}}', headers).usage).toMatchObject({
      inputTokens: 1,
      outputTokens: 2,
    })
  })

  test('an error that AWS answers with 200, a page, and nothing are no successes', () => {
    const unknown =
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}'
    expect(read('invoke', unknown).end).toMatchObject({ kind: 'error', failure: 'unreadable' })
    expect(read('converse', '<html>').end).toMatchObject({ kind: 'error', failure: 'unreadable' })
    expect(read('invoke', '').end).toMatchObject({ kind: 'error' })
  })

  test('profiles and counts have no usage', () => {
    const { end, usage } = read('count-tokens', '{"inputTokens":5}')
    expect([end.kind, usage.inputTokens]).toEqual(['complete', null])
    expect(read(null, '{"usage":{"input_tokens":1}}').usage.inputTokens).toBeNull()
  })
})

describe('frames', () => {
  function read(...chunks: Uint8Array[]) {
    const meter = makeFramesUsageReader([])
    for (const bytes of chunks) meter.push(bytes)
    return { end: meter.finish(), usage: meter.usage, hasBegun: meter.hasBegun, failure: meter.failure }
  }
  const START = chunk({ type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } })
  const STOP = chunk({
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': { inputTokenCount: 3, outputTokenCount: 8 },
  })

  test('events of the Messages API', () => {
    const { end, usage } = read(START, chunk({ type: 'message_delta', usage: { output_tokens: 8 } }), STOP)
    expect(end).toEqual({ kind: 'complete' })
    expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 8 })
    expect(read(START).end).toMatchObject({ kind: 'cut', reason: 'The stream ended before message_stop' })
  })

  test('events of Converse, whole with their metadata', () => {
    const talk = [
      event('messageStart', { role: 'assistant' }),
      event('messageStop', { stopReason: 'end_turn' }),
    ]
    const { end, usage } = read(...talk, event('metadata', { usage: CONVERSE_USAGE }))
    expect(end).toEqual({ kind: 'complete' })
    expect(usage).toMatchObject(CONVERSE_TOKENS)
    expect(read(...talk).end).toMatchObject({ kind: 'cut', reason: 'The stream ended before metadata' })
  })

  test('chunks of another vendor’s model end when they end', () => {
    const other = chunk({
      generation: 'x',
      'amazon-bedrock-invocationMetrics': { inputTokenCount: 4, outputTokenCount: 6 },
    })
    const { end, usage } = read(other)
    expect(end).toEqual({ kind: 'complete' })
    expect(usage).toMatchObject({ inputTokens: 4, outputTokens: 6 })
  })

  test('an exception is what the stream says of itself, whatever follows', () => {
    const exception = frame(
      { ':message-type': 'exception', ':exception-type': 'modelTimeoutException' },
      { message: 'too slow' },
    )
    const { end, failure } = read(START, exception, STOP)
    expect(failure?.kind).toBe('timed_out')
    expect(end).toMatchObject({ kind: 'error', failure: 'timed_out', errorType: 'timeout_error' })
  })

  test('damage ends the reading, not the passing', () => {
    const damaged = Uint8Array.from(STOP)
    damaged[damaged.length - 1]! ^= 1
    const { end, usage } = read(START, damaged, STOP)
    expect(end).toMatchObject({ kind: 'cut', failure: 'unreadable' })
    expect(usage.inputTokens).toBe(3)
    expect(read(encoder.encode('<html>no frames at all</html>')).end).toMatchObject({ failure: 'unreadable' })
  })

  test('a payload that is no JSON, or no event, disturbs nothing', () => {
    expect(read(START, event('chunk', { bytes: 7 }), event('chunk', 'x'), STOP).end).toEqual({
      kind: 'complete',
    })
  })

  test('nothing at all is cut', () => {
    expect(read()).toMatchObject({ hasBegun: false, end: { kind: 'cut' } })
    expect(read(START.subarray(0, 20))).toMatchObject({ hasBegun: false, end: { kind: 'cut' } })
  })
})
