import type { RequestAttempt } from '@headgate/shared/requests'
import { describe, expect, it } from 'vitest'
import { reasonText, wasSent } from './attempt-results.ts'
import { attemptSpans } from './attempt-spans.ts'
import { cacheTokens } from './cache-tokens.ts'

const attempt = (durationMs: number, result: RequestAttempt['result'] = 'ok') =>
  ({ durationMs, result }) as RequestAttempt
const places = (spans: ReturnType<typeof attemptSpans>) =>
  spans.map(({ startPercent, widthPercent }) => [startPercent, widthPercent])

describe('the time line', () => {
  it('puts attempts one after the other', () => {
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

describe('the reason of an attempt', () => {
  const failed = (changes: Partial<RequestAttempt>) => ({
    ...attempt(1, 'overloaded'),
    status: 529,
    ...changes,
  })

  it('is quoted when the provider said it', () => {
    expect(reasonText(failed({ reason: 'Overloaded' }), { errorMessage: null })).toBe('“Overloaded”')
    expect(reasonText(failed({ reason: 'denied', status: null }), { errorMessage: null })).toBe('denied')
    const own = failed({ reason: 'unknown model', result: 'not_sent', status: null })
    expect(reasonText(own, { errorMessage: null })).toBe('unknown model')
  })

  it('is left out when the request says the same', () => {
    expect(reasonText(failed({ reason: 'same' }), { errorMessage: 'same' })).toBeNull()
    expect(reasonText(failed({ reason: null }), { errorMessage: 'same' })).toBeNull()
  })
})

describe('a request', () => {
  it('was sent when any attempt was', () => {
    expect(wasSent({ attempts: [] })).toBe(false)
    expect(wasSent({ attempts: [attempt(1, 'not_sent')] })).toBe(false)
    expect(wasSent({ attempts: [attempt(1, 'not_sent'), attempt(1)] })).toBe(true)
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
