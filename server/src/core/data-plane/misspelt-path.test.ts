import { expect, test } from 'vitest'
import { misspeltPath } from './misspelt-path.ts'

test.each([
  ['/v1/v1/messages', '/v1/messages', 'must not end in /v1'],
  ['/v1/v1/v1/models', '/v1/models', 'must not end in /v1'],
  ['//v1/messages', '/v1/messages', 'must not end in a slash'],
  ['/v1/message', '/v1/messages', 'in the plural'],
  ['/anthropic/v1/messages?beta=true', '/v1/messages', 'must not end in /anthropic'],
  ['/anthropic/v1/messages/count_tokens', '/v1/messages/count_tokens', 'must not end in /anthropic'],
  [
    '//anthropic/v1/v1/message',
    '/v1/messages',
    'must not end in a slash. The base URL must not end in /anthropic',
  ],
  ['/messages', '/v1/messages', 'begins with /v1'],
])('%s means %s', (url, path, advice) => {
  const error = misspeltPath(url)
  expect(error).toMatchObject({ status: 404, type: 'not_found_error' })
  expect(error!.message).toContain(`the path is ${path}.`)
  expect(error!.message).toContain(advice)
  expect(error!.message).not.toMatch(/workspace|permission/i)
})

test.each([
  '/v1/messages',
  '/v1/models/x',
  '/v1/files',
  '/v1/messages/batches',
  '/other',
  '/',
  '/model/x/invoke',
])('%s is what it is', (url) => expect(misspeltPath(url)).toBeNull())
