import { describe, expect, it } from 'vitest'
import { summarize } from './summarize.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const inMs = (ms: number) => new Date(now + ms).toISOString()

describe('the summary of credentials', () => {
  it('counts by status, the usable ones first', () => {
    const parts = summarize(
      [
        { status: 'disabled', statusUntil: null },
        { status: 'ready', statusUntil: null },
        { status: 'rejected', statusUntil: null },
        { status: 'ready', statusUntil: null },
      ],
      now,
    )
    expect(parts).toEqual(['2 ready', '1 rejected', '1 disabled'])
  })

  it('tells when the first of them is due', () => {
    const parts = summarize(
      [
        { status: 'expiring_soon', statusUntil: inMs(3 * 3_600_000) },
        { status: 'expiring_soon', statusUntil: inMs(7_800_000) },
        { status: 'cooling', statusUntil: inMs(24_000) },
      ],
      now,
    )
    expect(parts).toEqual(['2 expiring in 2 h 10 m', '1 cooling, back in 24 s'])
  })

  it('is empty without credentials', () => {
    expect(summarize([], now)).toEqual([])
  })
})
