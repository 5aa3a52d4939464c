import type { RequestAttempt } from '@headgate/shared/requests'
import { describe, expect, it } from 'vitest'
import { attemptSpans, attemptWord } from './attempt-spans.ts'
import { cacheTokens } from './cache-tokens.ts'

const attempt = (durationMs: number, result = 'ok') => ({ durationMs, result }) as RequestAttempt
const places = (spans: ReturnType<typeof attemptSpans>) =>
  spans.map(({ startPercent, widthPercent }) => [startPercent, widthPercent])

describe('the time line', () => {
  it('lets the last answer run to the end of the request', () => {
    const spans = attemptSpans({ attempts: [attempt(200, 'rate_limited'), attempt(300)], durationMs: 1000 })
    expect(places(spans)).toEqual([
      [0, 20],
      [20, 80],
    ])
  })

  it('ends failed attempts where they ended', () => {
    const spans = attemptSpans({
      attempts: [attempt(100, 'overloaded'), attempt(100, 'network')],
      durationMs: 400,
    })
    expect(places(spans)).toEqual([
      [0, 25],
      [25, 25],
    ])
  })

  it('keeps short attempts visible and inside', () => {
    const spans = attemptSpans({
      attempts: [attempt(1000, 'network'), attempt(0, 'network')],
      durationMs: 1000,
    })
    expect(places(spans)).toEqual([
      [0, 100],
      [98.5, 1.5],
    ])
  })

  it('is empty without attempts', () => {
    expect(attemptSpans({ attempts: [], durationMs: 5 })).toEqual([])
  })
})

describe('words', () => {
  it('are known for the results there are, and made up for others', () => {
    expect(attemptWord('ok')).toBe('Answered')
    expect(attemptWord('brand_new')).toBe('Brand new')
  })
})

describe('cache tokens', () => {
  it('are summed, and null when none were reported', () => {
    expect(cacheTokens({ cacheWrite5mTokens: 1, cacheWrite1hTokens: null, cacheReadTokens: 2 })).toBe(3)
    expect(
      cacheTokens({ cacheWrite5mTokens: null, cacheWrite1hTokens: null, cacheReadTokens: null }),
    ).toBeNull()
  })
})
