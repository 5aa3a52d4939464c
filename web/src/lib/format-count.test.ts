import { describe, expect, it } from 'vitest'
import { countOf, formatChange, formatCount, formatExactCount } from './format-count.ts'

describe('counts', () => {
  it.each([
    [0, '0'],
    [812, '812'],
    [999, '999'],
    [1000, '1.0 k'],
    [12_400, '12.4 k'],
    [999_949, '999.9 k'],
    [999_950, '1.00 M'],
    [3_412_000, '3.41 M'],
    [999_499_999, '999.50 M'],
    [1_200_000_000, '1.20 G'],
  ])('shows %d as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })

  it('groups exact counts and names what is counted', () => {
    expect(formatExactCount(1_234_567)).toBe('1,234,567')
    expect(countOf(1, 'key')).toBe('1 key')
    expect(countOf(0, 'key')).toBe('0 keys')
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries')
  })

  it('compares with an earlier count, if there is one', () => {
    expect(formatChange(112, 100)).toBe('+12 %')
    expect(formatChange(50, 100)).toBe('-50 %')
    expect(formatChange(100, 100)).toBe('0 %')
    expect(formatChange(5, 0)).toBeNull()
  })
})
