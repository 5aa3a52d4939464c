import { describe, expect, test } from 'vitest'
import { parseAccessKeys, parseApiKey, parseOAuthTokens } from './parse-secret.ts'

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalr/K7MDENG+bPx=' }

describe('API key', () => {
  test.each(['ABSKabc', 'ABSKabc\n', '\uFEFFABSKabc\r\n', '  ABSKabc  \n\n'])('is read from %j', (text) =>
    expect(parseApiKey(text)).toBe('ABSKabc'),
  )
  test.each(['', '\n'])('must not be %j', (text) =>
    expect(() => parseApiKey(text)).toThrow(/must be one line/),
  )
  test.each(['two\nlines', 'with blank', 'schl\u00fcssel'])(
    'must not be %j, and the error does not repeat it',
    (text) => {
      expect(() => parseApiKey(text)).toThrow(/must be one line|contains a space/)
      expect(() => parseApiKey(text)).not.toThrow(text)
    },
  )
})

describe('access keys', () => {
  const { accessKeyId, secretAccessKey } = KEYS
  test.each([
    JSON.stringify(KEYS),
    JSON.stringify({ AccessKey: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } }),
    `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`,
    `export AWS_ACCESS_KEY_ID="${accessKeyId}"\r\nexport AWS_SECRET_ACCESS_KEY='${secretAccessKey}'\r\n`,
    `[default]\n# mine\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  ])('are read from %j', (text) => expect(parseAccessKeys(text, undefined)).toEqual(KEYS))

  test('may come with an ID from the option, and with a session token', () => {
    expect(parseAccessKeys(`${secretAccessKey}\n`, accessKeyId)).toEqual(KEYS)
    const lines = `AWS_SECRET_ACCESS_KEY=${secretAccessKey}\nAWS_SESSION_TOKEN=abc==`
    expect(parseAccessKeys(lines, accessKeyId)).toEqual({ ...KEYS, sessionToken: 'abc==' })
  })

  test.each(['', '{}', '[]', '{"accessKeyId":1}', '{', 'justone', 'null', '"x"'])('must not be %j', (text) =>
    expect(() => parseAccessKeys(text, undefined)).toThrow(/^Access keys must be JSON/),
  )
})

describe('OAuth tokens', () => {
  test('are read in the form of the API and in that of a credentials file', () => {
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: '2026-12-01T00:00:00Z' }
    expect(parseOAuthTokens(JSON.stringify({ ...tokens, scopes: ['s'] }))).toEqual({
      ...tokens,
      scopes: ['s'],
    })
    const file = { access_token: 'a', refresh_token: 'r', expires_at: 1_796_083_200, scope: 's t' }
    expect(parseOAuthTokens(JSON.stringify(file))).toEqual({
      ...tokens,
      expiresAt: '2026-12-01T00:00:00.000Z',
      scopes: ['s', 't'],
    })
  })
  test.each([
    '{}',
    'x',
    '{"accessToken":"a","refreshToken":"r"}',
    '{"accessToken":"a","refreshToken":"r","expiresAt":1e99}',
  ])('must not be %j', (text) => expect(() => parseOAuthTokens(text)).toThrow(/^OAuth tokens must be JSON/))
})
