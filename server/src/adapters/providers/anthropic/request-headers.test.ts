import { describe, expect, test } from 'vitest'
import type { CredentialSecret } from '../../../core/credentials/credential.ts'
import { Secret } from '../../../core/vault/secret.ts'
import type { CandidateSecret } from '../../../core/upstream/provider.ts'
import { anthropicRequestHeaders } from './request-headers.ts'

const API_KEY: CredentialSecret = { method: 'api_key', apiKey: new Secret('sk-ant-api03-vault') }
const OAUTH: CredentialSecret = {
  method: 'oauth',
  accessToken: new Secret('sk-ant-oat01-vault'),
  refreshToken: new Secret('r'),
}

function sent(client: readonly string[], secret: CandidateSecret = API_KEY): [string, string][] {
  const flat = anthropicRequestHeaders(client, secret)
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
}

describe('anthropicRequestHeaders', () => {
  test('is an open list: spelling, order and repetition stay', () => {
    const client = [
      'Content-Type',
      'application/json',
      'anthropic-version',
      '2026-10-21',
      'X-Stainless-Lang',
      'js',
      'x-claude-code-session-id',
      's',
      'X-New-Thing',
      'a',
      'X-New-Thing',
      'b',
      'Content-Encoding',
      'gzip',
    ]
    expect(sent(client).slice(0, -2).flat()).toEqual(client)
  })

  test('credentials, cookies, connection facts and the gateway’s own headers stay here', () => {
    const removed = [
      'Authorization',
      'Bearer hg_live_x',
      'X-Api-Key',
      'hg_live_x',
      'Cookie',
      'a=b',
      'Host',
      'gateway',
      'Content-Length',
      '5',
      'Connection',
      'keep-alive, X-Hop',
      'X-Hop',
      'secret',
      'Keep-Alive',
      'timeout=5',
      'TE',
      'trailers',
      'Transfer-Encoding',
      'chunked',
      'Upgrade',
      'h2c',
      'Proxy-Authorization',
      'Basic x',
      'Expect',
      '100-continue',
      'X-Forwarded-For',
      '10.0.0.1',
      'Forwarded',
      'for=10.0.0.1',
      'x-headgate-key',
      'hg_live_x',
      'x-headgate-credential',
      'acc',
      'Accept-Encoding',
      'gzip, br',
    ]
    expect(sent(['A', '1', ...removed, 'B', '2'])).toEqual([
      ['A', '1'],
      ['B', '2'],
      ['accept-encoding', 'identity'],
      ['x-api-key', 'sk-ant-api03-vault'],
    ])
  })

  test('an API key goes without the OAuth beta, all other betas untouched', () => {
    expect(
      sent([
        'anthropic-beta',
        'a,  oauth-2025-04-20 ,b',
        'Anthropic-Beta',
        'c ,d',
        'anthropic-beta',
        'oauth-2025-04-20',
      ]).slice(0, -2),
    ).toEqual([
      ['anthropic-beta', 'a,b'],
      ['Anthropic-Beta', 'c ,d'],
    ])
  })

  test('an OAuth token is a bearer, with its beta merged into the client’s', () => {
    const end = [
      ['accept-encoding', 'identity'],
      ['anthropic-beta', 'oauth-2025-04-20'],
      ['authorization', 'Bearer sk-ant-oat01-vault'],
    ]
    expect(sent([], OAUTH)).toEqual(end)
    expect(sent(['anthropic-beta', 'a', 'Anthropic-Beta', 'b'], OAUTH)).toEqual([
      ['anthropic-beta', 'a,oauth-2025-04-20'],
      ['Anthropic-Beta', 'b'],
      end[0],
      end[2],
    ])
    expect(sent(['anthropic-beta', 'x,oauth-2025-04-20'], OAUTH)[0]).toEqual([
      'anthropic-beta',
      'x,oauth-2025-04-20',
    ])
  })

  test('answers of other paths are asked for as the client asked', () => {
    const flat = anthropicRequestHeaders(['Accept-Encoding', 'gzip, br'], API_KEY, 'as_asked')
    expect(flat).toEqual(['Accept-Encoding', 'gzip, br', 'x-api-key', 'sk-ant-api03-vault'])
    expect(anthropicRequestHeaders([], API_KEY, 'as_asked').slice(0, -2)).toEqual([])
  })

  test('a caller’s own credential goes as it came, its betas untouched, a project key never', () => {
    const own = { method: 'callers_credential', secrets: [] } as const
    const client = ['x-headgate-key', 'hg_live_x', 'Anthropic-Beta', 'b, oauth-2025-04-20']
    const credential = ['Authorization', 'bearer  sk-ant-oat01-own', 'X-API-Key', 'sk-ant-api03-own']
    expect(sent([...client, ...credential], own).flat()).toEqual([
      'Anthropic-Beta',
      'b, oauth-2025-04-20',
      'accept-encoding',
      'identity',
      ...credential,
    ])
    expect(
      sent(['authorization', 'Bearer hg_live_x', 'x-api-key', 'own', 'cookie', 'a=b'], own).flat(),
    ).toEqual(['accept-encoding', 'identity', 'x-api-key', 'own'])
  })
})
