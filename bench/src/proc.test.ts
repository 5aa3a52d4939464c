import { expect, test } from 'vitest'
import { parseCpuMicros, parsePids, parseRssBytes } from './proc.ts'

test('CPU time is user and system time, whatever the process is called', () => {
  const rest = 'S 1 42 42 0 -1 4194304 100 200 0 0 150 25 7 8 20 0 11 0 5000 1000000 2000'
  expect(parseCpuMicros(`42 (node) ${rest}`)).toBe(1_750_000)
  expect(parseCpuMicros(`42 (odd) name (x)) ${rest}`)).toBe(1_750_000)
})

test('something else is not taken for a stat file', () => {
  expect(() => parseCpuMicros('42 (node) S 1')).toThrow('not the contents of a stat file')
})

test('resident memory is in bytes, and none when the process is a zombie', () => {
  expect(parseRssBytes('Name:\tnode\nVmHWM:\t  900 kB\nVmRSS:\t  512 kB\nThreads:\t11\n')).toBe(524_288)
  expect(parseRssBytes('Name:\tnode\nState:\tZ (zombie)\n')).toBe(0)
})

test('children are a list of process ids', () => {
  expect(parsePids('123 456 ')).toEqual([123, 456])
  expect(parsePids('')).toEqual([])
})
