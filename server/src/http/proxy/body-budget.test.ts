import { expect, test } from 'vitest'
import { defaultBodyBudget, makeBodyBudget } from './body-budget.ts'

const MB = 2 ** 20

test.each([
  [256 * MB, 128 * MB],
  [2048 * MB, 512 * MB],
  [24 * 1024 * MB, 1024 * MB],
])('of %i bytes of memory, %i are for bodies', (memory, budget) => {
  expect(defaultBodyBudget(memory)).toBe(budget)
})

test('what one call gives back, another may take', () => {
  const budget = makeBodyBudget(10)
  const first = budget.open()
  first.take(10)
  const second = budget.open()
  expect(() => second.take(1)).toThrow('too many large requests')
  first.release()
  second.take(10)
})
