import { expect, test } from 'vitest'
import { paceOf, readOptions } from './options.ts'
import { SCENARIO_IDS } from './scenarios.ts'

test('without arguments everything runs in full', () => {
  expect(readOptions([])).toEqual({ quick: false, only: SCENARIO_IDS, jsonFile: null, help: false })
  expect(paceOf({ quick: false }).rounds).toBeGreaterThan(paceOf({ quick: true }).rounds)
})

test('arguments may follow the dashes that some package managers pass on', () => {
  const options = readOptions(['--', '--quick', '--only', 'stream,message', '--json', 'out.json'])
  expect(options).toEqual({ quick: true, only: ['stream', 'message'], jsonFile: 'out.json', help: false })
})

test('what is not known is rejected by name', () => {
  expect(() => readOptions(['--only', 'streams'])).toThrow("no scenario 'streams'")
  expect(() => readOptions(['--fast'])).toThrow('--fast')
})
