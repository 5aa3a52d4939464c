import { expect, test } from 'vitest'
import { remediesOf } from './remedies-of.ts'

const problem = { reason: 'server_error', failures: 2, since: '2026-01-01T00:00:00Z', retryAt: null }
const retrying = { ...problem, state: 'retrying' } as const
const signInAgain = { ...problem, state: 'sign_in_again' } as const

test('a denied key is replaced, a denied login is signed in again', () => {
  expect(remediesOf({ method: 'api_key', status: 'rejected' })).toEqual(['rotate', 'clear'])
  expect(remediesOf({ method: 'oauth', status: 'rejected', refreshProblem: signInAgain })[0]).toBe('sign_in')
  expect(remediesOf({ method: 'oauth', status: 'rejected', refreshProblem: null })[0]).toBe('sign_in')
})

test('a renewal that is tried again later can be asked for now, or its pause be cleared', () => {
  for (const status of ['ready', 'expiring_soon', 'expired'] as const) {
    expect(remediesOf({ method: 'oauth', status, refreshProblem: retrying })).toEqual(['refresh', 'clear'])
  }
})

test('a federation is exchanged once more, or named anew', () => {
  const denied = { ...problem, state: 'federation_rejected' } as const
  const method = 'workload_identity'
  expect(remediesOf({ method, status: 'rejected', refreshProblem: denied })).toEqual([
    'refresh',
    'rotate',
    'clear',
  ])
  expect(remediesOf({ method, status: 'cooling', refreshProblem: retrying })).toEqual(['refresh', 'clear'])
  expect(remediesOf({ method, status: 'disabled', refreshProblem: retrying })).toEqual(['enable'])
})

test('what is ready or disabled needs nothing of this', () => {
  expect(remediesOf({ method: 'oauth', status: 'ready', refreshProblem: null })).toEqual([])
  expect(remediesOf({ method: 'oauth', status: 'disabled', refreshProblem: retrying })).toEqual(['enable'])
})
