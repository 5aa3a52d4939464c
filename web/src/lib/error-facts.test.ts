import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { errorFacts } from './error-facts.ts'

function denied(message: string, data: object = {}): unknown {
  const shape = { code: -32600, message, data: { code: 'BAD_REQUEST', requestId: 'req_1', ...data } }
  return TRPCClientError.from({ error: shape })
}

test('what is said of one field is told beside it, in a sentence', () => {
  expect(errorFacts(denied('code: is not the one that the authenticator shows now', { issues: [] }))).toEqual(
    {
      code: 'BAD_REQUEST',
      message: 'This is not the one that the authenticator shows now.',
      reason: null,
      requestId: 'req_1',
      issues: [{ path: 'code', message: 'is not the one that the authenticator shows now' }],
    },
  )
})

test('other words stay as they are, colons included', () => {
  const words = 'HEADGATE_OAUTH_CLIENT_ID is not set: the gateway cannot sign in.'
  expect(errorFacts(denied(words))).toMatchObject({ message: words, issues: [] })
  const conflict = denied('id: is taken', { code: 'CONFLICT' })
  expect(errorFacts(conflict)).toMatchObject({ message: 'id: is taken', issues: [] })
})

test('issues that come along count more', () => {
  const issues = [{ path: 'name', message: 'is too long' }]
  expect(errorFacts(denied('name: is too long', { issues })).issues).toEqual(issues)
})
