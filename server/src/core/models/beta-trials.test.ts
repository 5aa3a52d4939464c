import { expect, test } from 'vitest'
import { makeBetaTrials } from './beta-trials.ts'

function world() {
  let at = Date.parse('2026-11-22T12:00:00Z')
  const trials = makeBetaTrials({ now: () => new Date(at) })
  return { trials, wait: (minutes: number) => void (at += minutes * 60_000) }
}

test('one that was rejected alone is the one', () => {
  const { trials } = world()
  expect(trials.rejected('p', ['a'])).toBe('a')
})

test('what the model has just taken is not suspected', () => {
  const { trials } = world()
  trials.taken('p', ['a', 'b'])
  expect(trials.rejected('p', ['a', 'b', 'c'])).toBe('c')
  expect(trials.rejected('other', ['a', 'b', 'c'])).toBeNull()
})

test('several are left out while they come together, and only then', () => {
  const { trials, wait } = world()
  expect(trials.rejected('p', ['a', 'b', 'c'])).toBeNull()
  expect(trials.leftOut('p', ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c'])
  expect(trials.leftOut('p', ['a', 'b'])).toEqual([])
  expect(trials.leftOut('other', ['a', 'b', 'c'])).toEqual([])
  wait(61)
  expect(trials.leftOut('p', ['a', 'b', 'c'])).toEqual([])
})

test('each that is taken clears itself, until the one is left', () => {
  const { trials } = world()
  trials.rejected('p', ['bad', 'good', 'fine'])
  trials.taken('p', ['good'])
  expect(trials.leftOut('p', ['bad', 'good', 'fine'])).toEqual(['bad', 'fine'])
  trials.taken('p', ['good', 'fine'])
  expect(trials.leftOut('p', ['bad', 'good', 'fine'])).toEqual(['bad'])
  expect(trials.rejected('p', ['bad', 'good', 'fine'])).toBe('bad')
})

test('a beta that a model has lost is found out in the end', () => {
  const { trials, wait } = world()
  trials.taken('p', ['lost'])
  expect(trials.rejected('p', ['lost'])).toBe('lost')
  trials.taken('p', ['lost'])
  wait(11)
  expect(trials.rejected('p', ['lost', 'other'])).toBeNull()
})

test('what is known can be forgotten, and does not grow without end', () => {
  const { trials } = world()
  trials.rejected('p', ['a', 'b'])
  trials.forget((place) => place === 'p')
  expect(trials.leftOut('p', ['a', 'b'])).toEqual([])
  trials.taken(
    'p',
    Array.from({ length: 300 }, (_, i) => `b${i}`),
  )
  expect(trials.rejected('p', ['b0', 'b299'])).toBe('b0')
})
