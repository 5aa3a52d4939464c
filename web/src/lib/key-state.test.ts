import { expect, it } from 'vitest'
import { keyState } from './key-state.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const before = '2026-11-22T11:00:00Z'
const after = '2026-11-22T13:00:00Z'

it.each([
  [null, null, 'active'],
  [null, after, 'active'],
  [null, before, 'expired'],
  [before, null, 'revoked'],
  [before, before, 'revoked'],
])('revoked at %s and expiring at %s is %s', (revokedAt, expiresAt, state) => {
  expect(keyState({ revokedAt, expiresAt }, now)).toBe(state)
})
