import { describe, expect, it } from 'vitest'
import {
  formatDuration,
  formatExactTime,
  formatRelative,
  formatSpan,
  fromLocalInput,
  toLocalInput,
} from './format-time.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [412, '412 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [3240, '3.2 s'],
    [59_900, '59.9 s'],
    [59_960, '1 m'],
    [125_000, '2 m 5 s'],
    [HOUR + 3 * MINUTE, '1 h 3 m'],
  ])('%d ms took %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it.each([
    [-5, '0 s'],
    [24 * SECOND, '24 s'],
    [59.6 * SECOND, '1 m'],
    [90 * SECOND, '1 m 30 s'],
    [10 * MINUTE, '10 m'],
    [59.6 * MINUTE, '1 h'],
    [2 * HOUR + 10 * MINUTE, '2 h 10 m'],
    [7 * HOUR + 58 * MINUTE, '7 h 58 m'],
    [26 * HOUR, '26 h'],
    [3 * DAY + 4 * HOUR, '3 d 4 h'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text)
  })
})

describe('moments', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const at = (offset: number) => new Date(now + offset).toISOString()

  it.each([
    [-3 * SECOND, 'just now'],
    [2 * SECOND, 'just now'],
    [8 * SECOND, 'just now'],
    [-24 * SECOND, '24 s ago'],
    [-2 * MINUTE, '2 min ago'],
    [-3 * HOUR, '3 h ago'],
    [-47 * HOUR, '47 h ago'],
    [-5 * DAY, '5 d ago'],
    [100 * MINUTE, 'in 2 h'],
    [30 * DAY - 5 * SECOND, 'in 30 d'],
  ])('%d ms from now is %s', (offset, text) => {
    expect(formatRelative(at(offset), now)).toBe(text)
  })

  it('gives the exact time to the second', () => {
    expect(formatExactTime('2026-11-22T12:34:56.789Z')).toContain('22 Nov 2026')
  })
})

describe('local input values', () => {
  it('go there and back', () => {
    const date = new Date('2026-11-22T12:34:00Z')
    expect(fromLocalInput(toLocalInput(date))).toBe(date.toISOString())
  })

  it('are null without a time', () => {
    expect(fromLocalInput('')).toBeNull()
  })
})
