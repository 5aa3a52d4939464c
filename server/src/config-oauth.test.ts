import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('the defaults are those of the Console, without a client', () => {
  expect(readConfig({}).oauth).toEqual({
    authorizeUrl: 'https://platform.claude.com/oauth/authorize',
    tokenUrl: 'https://api.anthropic.com/v1/oauth/token',
    clientId: null,
    scopes: ['user:profile', 'user:inference', 'user:developer'],
    redirectUri: 'https://platform.claude.com/oauth/code/callback?app=anthropic-cli',
  })
})

test.each([
  ['http://localhost:9/token', true],
  ['http://127.0.0.1:9/token', true],
  ['http://[::1]:9/token', true],
  ['https://tokens.example/a?b=c', true],
  ['http://tokens.example/', false],
  ['http://localhost.example/', false],
  ['https://user:hunter2@tokens.example/', false],
  ['https://tokens.example/#x', false],
  ['ftp://tokens.example/', false],
  ['tokens.example', false],
])('HEADGATE_OAUTH_TOKEN_URL=%s is allowed: %s', (value, isAllowed) => {
  const read = () => readConfig({ HEADGATE_OAUTH_TOKEN_URL: value }).oauth.tokenUrl
  if (isAllowed) expect(read()).toBe(value)
  else expect(read).toThrow(/^The configuration is wrong:\n {2}HEADGATE_OAUTH_TOKEN_URL: is not an https URL/)
})

test('scopes have blanks between them', () => {
  expect(readConfig({ HEADGATE_OAUTH_SCOPES: 'a:b  c' }).oauth.scopes).toEqual(['a:b', 'c'])
  expect(() => readConfig({ HEADGATE_OAUTH_SCOPES: ' a' })).toThrow('HEADGATE_OAUTH_SCOPES')
})
