import { expect, test } from 'vitest'
import { makeRateLimit } from './rate-limit.ts'

function world(maxSources = 100) {
  let time = 0
  const limit = makeRateLimit({ max: 3, windowMs: 1000, maxSources, now: () => time })
  const admitted = (address: string, times: number) =>
    Array.from({ length: times }, () => limit.admit(address)).filter(Boolean).length
  return { admitted, pass: (ms: number) => void (time += ms) }
}

test('so many in a window, each address by itself', () => {
  const { admitted, pass } = world()
  expect(admitted('192.0.2.1', 10)).toBe(3)
  expect(admitted('::ffff:192.0.2.1', 1)).toBe(0)
  expect(admitted('192.0.2.2', 10)).toBe(3)
  pass(999)
  expect(admitted('192.0.2.1', 1)).toBe(0)
  pass(1)
  expect(admitted('192.0.2.1', 10)).toBe(3)
})

test('a network of IPv6 counts as one', () => {
  const { admitted } = world()
  expect([1, 2, 3, 4, 5].map((n) => admitted(`2001:db8:0:1::${n}`, 1))).toEqual([1, 1, 1, 0, 0])
  expect(admitted('2001:db8:0:2::1', 1)).toBe(1)
  expect(admitted('fe80::1%eth0', 1)).toBe(1)
})

test('memory is bounded: the oldest source is forgotten first', () => {
  const { admitted } = world(2)
  expect(admitted('192.0.2.1', 4)).toBe(3)
  expect(admitted('192.0.2.2', 4)).toBe(3)
  expect(admitted('192.0.2.3', 4)).toBe(3)
  expect(admitted('192.0.2.2', 1)).toBe(0)
  expect(admitted('192.0.2.1', 1)).toBe(1)
})
