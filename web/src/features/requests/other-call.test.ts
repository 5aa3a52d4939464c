import { expect, it } from 'vitest'
import { otherCall } from './other-call.ts'

it.each([
  ['POST /v1/messages', null],
  ['POST /v1/messages/count_tokens', 'POST /v1/messages/count_tokens'],
  ['GET /v1/models', 'GET /v1/models'],
  [null, null],
  ['', null],
])('%j is marked as %j', (path, mark) => {
  expect(otherCall(path)).toBe(mark)
})
