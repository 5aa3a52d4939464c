import { describe, expect, test } from 'vitest'
import type { UsageReader } from '../../../core/upstream/usage-reader.ts'
import { makeJsonUsageReader, makeOpaqueUsageReader, makeStreamUsageReader } from './messages-usage.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const event = (name: string, data: object) =>
  `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`

const STREAM =
  event('message_start', {
    message: { usage: { input_tokens: 5, cache_read_input_tokens: 3, output_tokens: 1 } },
  }) +
  event('ping', {}) +
  event('content_block_delta', { delta: { text: 'usage' } }) +
  event('message_delta', { usage: { output_tokens: 9 } }) +
  event('message_stop', {})

function meter(make: () => UsageReader, text: string, chunkBytes = Infinity) {
  const it = make()
  const bytes = encode(text)
  for (let i = 0; i < bytes.length; i += chunkBytes) it.push(bytes.subarray(i, i + chunkBytes))
  return { end: it.finish(), usage: it.usage }
}

describe('makeStreamUsageReader', () => {
  test.each([1, 7, Infinity])('reads usage and completeness in chunks of %d bytes', (size) => {
    const { end, usage } = meter(makeStreamUsageReader, STREAM, size)
    expect(end).toEqual({ kind: 'complete' })
    expect(usage).toMatchObject({ inputTokens: 5, outputTokens: 9, cacheReadTokens: 3 })
  })

  test('a stream without message_stop was cut, even if it ended in good order', () => {
    const { end, usage } = meter(
      makeStreamUsageReader,
      STREAM.slice(0, STREAM.indexOf('event: message_stop')),
    )
    expect(end.kind).toBe('cut')
    expect(usage.outputTokens).toBe(9)
  })

  test('an error event is an error', () => {
    const text =
      STREAM.slice(0, 200) +
      '\n\n' +
      event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })
    expect(meter(makeStreamUsageReader, text).end).toEqual({
      kind: 'error',
      failure: 'overloaded',
      errorType: 'overloaded_error',
      reason: 'Overloaded',
    })
  })

  test('nonsense is survived', () => {
    expect(
      meter(makeStreamUsageReader, 'event: message_start\ndata: {broken\n\nevent: message_delta\ndata: 5\n\n')
        .end.kind,
    ).toBe('cut')
  })
})

describe('makeJsonUsageReader', () => {
  test.each([1, Infinity])('reads usage in chunks of %d bytes', (size) => {
    const { end, usage } = meter(
      makeJsonUsageReader,
      '{"type":"message","usage":{"input_tokens":2,"output_tokens":3}}',
      size,
    )
    expect(end).toEqual({ kind: 'complete' })
    expect(usage).toMatchObject({ inputTokens: 2, outputTokens: 3 })
  })

  test('a success status with an error body is an error', () => {
    expect(
      meter(makeJsonUsageReader, '{"type":"error","error":{"type":"api_error","message":"x"}}').end,
    ).toEqual({
      kind: 'error',
      failure: 'server_error',
      errorType: 'api_error',
      reason: 'x',
    })
  })

  test('so is an error that forgets its type', () => {
    expect(meter(makeJsonUsageReader, '{"error":{"type":"overloaded_error"}}').end).toMatchObject({
      kind: 'error',
      failure: 'overloaded',
    })
  })

  test('a count is an answer', () => {
    expect(meter(makeJsonUsageReader, '{"input_tokens":5}').end).toEqual({ kind: 'complete' })
  })

  test('an answer without usage has none', () => {
    const { end, usage } = meter(makeJsonUsageReader, '{"type":"message"}')
    expect(end).toEqual({ kind: 'complete' })
    expect(usage.inputTokens).toBeNull()
  })

  test.each(['<html>', '', '[]', '"text"', '{}', '{"message":"boom"}'])(
    '%j is no answer, whatever its status says',
    (body) => {
      const { end, usage } = meter(makeJsonUsageReader, body)
      expect(end).toMatchObject({ kind: 'error', failure: 'unreadable' })
      expect(usage.inputTokens).toBeNull()
    },
  )
})

test('a compressed answer passes as complete, and says nothing of its usage', () => {
  const { end, usage } = meter(makeOpaqueUsageReader, 'gzip...')
  expect(end).toEqual({ kind: 'complete' })
  expect(usage.inputTokens).toBeNull()
})
