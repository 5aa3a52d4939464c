import { describe, expect, test } from 'vitest'
import { GatewayError } from '../wire/anthropic-error.ts'
import { checkPath } from './check-path.ts'

function verdict(url: string, method = 'GET'): number {
  try {
    checkPath(method, url)
    return 200
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return error.status
  }
}

describe('checkPath', () => {
  test.each([
    '/v1/files',
    '/v1/files/file_011CNha8iCJcU1wXNR6q4V8w/content?beta=true&x=..//',
    '/v1/files/caf%C3%A9%20%2B/a%2Fb%23c%3Fd',
    '/v1/files/100%25',
    '/v1/files/a..b/.hidden/x.',
    '/v1/messages/batches/msgbatch_1/results',
    '/v1/organisations',
    '/v1/my/organizations',
    '/v1/files?next=/v1/organizations/../oauth',
  ])('%s passes', (url) => expect(verdict(url)).toBe(200))

  test.each([
    '/v1/organizations',
    '/v1/organizations/',
    '/v1/organizations?x=1',
    '/v1/organizations/api_keys',
    '/v1/organizations_of_the_future',
    '/v1/Organizations/me',
    '/v1/%6Frganizations',
    '/v1/%256Frganizations',
    '/v1/oauth/token',
    '/v1/OAuth%2Ftoken',
    '/v1//organizations',
    '/v1/%2Forganizations',
    '/v1/./organizations',
    '/v1/files/../organizations',
    '/v1/files/%2e%2E/organizations',
    '/v1/files/%252e%252e/organizations',
    '/v1/files/..%2Forganizations',
    '/v1/files\\..\\organizations',
    '/v1/files/..;a=b/organizations',
    '/v1/organizations;a=b/me',
    '/v1/organizations%00',
    '/v1/x/../../v1/organizations',
    '/v1/%EF%BD%8Frganizations',
    '/v1/organizations#/files',
    '/v1/organi%257Aations%25zz',
  ])('%s is never forwarded', (url) => expect(verdict(url)).toBe(403))

  test.each([
    '/v1/..',
    '/v1/../api/oauth/profile',
    '/v1/%2e%2e/api/oauth/profile',
    '/v1/files/../models',
    '/v1//files',
    '/v1/files/%2F%2Fx',
    '/v1/files/.',
    '/v1/files%5Cx',
    '/v1/files/%0d%0aX: y',
    '/v1/files#x',
    '/v1/files/%2525252525252e',
    '/v1/%zz',
  ])('%s can be read in two ways', (url) => expect(verdict(url)).toBe(400))

  test('what is metered cannot be had under another spelling', () => {
    for (const url of [
      '/v1/messages/',
      '/v1/Messages',
      '/v1/messages%2Fcount_tokens',
      '/v1/messages/count_tokens/',
      '/v1/messages;x=1',
      '/v1/messages%3b',
      '/v1/messages%20',
      '/v1/messages/%20',
      '/v1/messages%253Fx',
      '/v1/messages/%E2%80%8B',
      '/v1/messages/count_tokens;a',
    ])
      expect([url, verdict(url, 'POST'), verdict(url)]).toEqual([url, 404, 200])
  })
})
