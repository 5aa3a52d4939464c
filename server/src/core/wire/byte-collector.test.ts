import { expect, test } from 'vitest'
import { makeByteCollector } from './byte-collector.ts'

test.each([
  [0, []],
  [3, [1, 2, 3]],
  [4, null],
  [9, null],
])('of 3 bytes that fit, %i come', (length, whole) => {
  const collector = makeByteCollector(3)
  for (let byte = 1; byte <= length; byte++) collector.push(Uint8Array.of(byte))
  expect(collector.whole()).toEqual(whole && Uint8Array.from(whole))
})
