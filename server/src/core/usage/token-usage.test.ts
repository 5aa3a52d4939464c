import { describe, expect, test } from 'vitest'
import { emptyUsage, mergeInvocationMetrics, mergeMessagesUsage } from './token-usage.ts'

function merged(...usages: unknown[]) {
  const into = emptyUsage()
  for (const usage of usages) mergeMessagesUsage(into, usage)
  return into
}

describe('mergeMessagesUsage', () => {
  test('numbers are cumulative: the last reported one counts, null changes nothing', () => {
    expect(
      merged(
        { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 5 },
        { output_tokens: 7, input_tokens: null },
        { output_tokens: 9 },
      ),
    ).toMatchObject({ inputTokens: 10, outputTokens: 9, cacheReadTokens: 5 })
  })

  test('splits cache writes by time to live', () => {
    const usage = {
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    }
    expect(merged(usage)).toMatchObject({ cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 })
    // A later total without the split keeps what is known of it.
    expect(merged(usage, { cache_creation_input_tokens: 30 })).toMatchObject({
      cacheWrite5mTokens: 10,
      cacheWrite1hTokens: 20,
    })
    expect(merged({ cache_creation_input_tokens: 30 })).toMatchObject({
      cacheWrite5mTokens: 30,
      cacheWrite1hTokens: 0,
    })
  })

  test.each([
    null,
    undefined,
    5,
    'x',
    [],
    { input_tokens: -1 },
    { input_tokens: 1.5 },
    { input_tokens: '9' },
  ])('nonsense %j changes nothing', (usage) => expect(merged(usage)).toEqual(emptyUsage()))
})

describe('mergeInvocationMetrics', () => {
  test('fills what the events did not report and never lowers a count', () => {
    const usage = merged({ input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 4 })
    mergeInvocationMetrics(usage, {
      inputTokenCount: 99,
      outputTokenCount: 30,
      cacheReadInputTokenCount: 7,
      cacheWriteInputTokenCount: 99,
    })
    expect(usage).toMatchObject({
      inputTokens: 10,
      outputTokens: 30,
      cacheReadTokens: 7,
      cacheWrite5mTokens: 4,
    })
  })
})
