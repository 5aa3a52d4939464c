import { expect, test } from 'vitest'
import { median, percentile } from './statistics.ts'

test('a percentile is one of the values, whatever their order', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(percentile(values, 0.5)).toBe(50)
  expect(percentile(values, 0.99)).toBe(99)
  expect(percentile(values, 1)).toBe(100)
  expect(percentile([7], 0.01)).toBe(7)
  expect(values[0]).toBe(100)
})

test('numbers are compared as numbers', () => {
  expect(percentile([9, 10, 100], 0.5)).toBe(10)
})

test('the median of an even number of values lies between the middle two', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('nothing has no percentile', () => {
  expect(() => percentile([], 0.5)).toThrow(RangeError)
  expect(() => median([])).toThrow(RangeError)
})
