import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('the defaults are those of the Console, without a client', () => {
  expect(readConfig({}).oauth).toEqual({
    authorizeUrl: 'https://platform.claude.com/oauth/authorize',
    identityTokenFile: null,
    tokenUrl: 'https://api.anthropic.com/v1/oauth/token',
    clientId: null,
    scopes: ['user:profile', 'user:inference', 'user:developer'],
    redirectUri: 'https://platform.claude.com/oauth/code/callback?app=anthropic-cli',
  })
})

const TOKEN_URL = 'HEADGATE_OAUTH_TOKEN_URL'

test.each([
  'http://localhost:9/token',
  'http://127.0.0.1:9/token',
  'http://[::1]:9/token',
  'https://tokens.example/a?b=c',
])('%s is allowed', (value) => expect(readConfig({ [TOKEN_URL]: value }).oauth.tokenUrl).toBe(value))

test.each([
  'http://tokens.example/',
  'http://localhost.example/',
  'https://user:hunter2@tokens.example/',
  'https://tokens.example/#x',
  'ftp://tokens.example/',
  'tokens.example',
])('%s is rejected', (value) =>
  expect(() => readConfig({ [TOKEN_URL]: value })).toThrow(
    /^The configuration is wrong:\n {2}HEADGATE_OAUTH_TOKEN_URL: is not an https URL/,
  ),
)

test('scopes have blanks between them', () => {
  expect(readConfig({ HEADGATE_OAUTH_SCOPES: 'a:b  c' }).oauth.scopes).toEqual(['a:b', 'c'])
  expect(() => readConfig({ HEADGATE_OAUTH_SCOPES: ' a' })).toThrow('HEADGATE_OAUTH_SCOPES')
})
