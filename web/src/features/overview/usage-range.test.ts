import { expect, it } from 'vitest'
import { lastDays } from './usage-range.ts'

it('ends with the running minute and covers whole days', () => {
  const { current, previous } = lastDays(Date.parse('2026-11-22T12:34:56Z'))
  expect(current).toEqual({ from: '2026-11-21T12:35:00.000Z', to: '2026-11-22T12:35:00.000Z' })
  expect(previous).toEqual({ from: '2026-11-20T12:35:00.000Z', to: '2026-11-21T12:35:00.000Z' })
})

it('includes a request of this very moment', () => {
  const now = Date.parse('2026-11-22T12:35:00.000Z')
  expect(Date.parse(lastDays(now).current.to)).toBeGreaterThan(now)
})
