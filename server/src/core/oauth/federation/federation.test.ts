import { describe, expect, test, vi } from 'vitest'
import type { AnthropicWorkloadCredential } from '../../credentials/credential.ts'
import { Secret } from '../../vault/secret.ts'
import { makeFirstExchange } from './first-exchange.ts'
import { grantOf, makeGrants } from '../tokens/grants.ts'
import { identityTokenProblem, type IdentityToken } from './identity-token.ts'
import { nextProblem, type RefreshProblem } from '../refresh/refresh-problem.ts'
import { rejectionMeaning } from '../refresh/rejection-meaning.ts'
import { basisOf, isRenewable, type WorkloadCandidate } from '../refresh/renewable.ts'
import { isDue, mustRenew, renewAheadMs } from '../refresh/renewal-times.ts'
import type { TokenResponse, TokenRejection } from '../tokens/token-endpoint.ts'
import { withTokenOf, withUntriedToken } from './untried-token.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

const FEDERATION = {
  federationRuleId: 'fdrl_1',
  organizationId: '0f4c2a7e-6d1b-4b3e-9a55-7c8d9e0f1a2b',
  serviceAccountId: 'svac_1',
  workspaceId: 'default',
}

function candidate(
  accessToken: string | null,
  changes: Partial<AnthropicWorkloadCredential> = {},
): WorkloadCandidate {
  const credential: AnthropicWorkloadCredential = {
    id: 'id',
    accountId: 'acc',
    name: 'W',
    endpointUrl: null,
    enabled: true,
    createdAt: NOW,
    updatedAt: NOW,
    provider: 'anthropic',
    method: 'workload_identity',
    ...FEDERATION,
    expiresAt: accessToken === null ? null : inSeconds(3600),
    scopes: [],
    lastRefreshAt: accessToken === null ? null : NOW,
    ...changes,
  }
  const secret = accessToken === null ? null : new Secret(accessToken)
  return { credential, secret: { method: 'workload_identity', accessToken: secret } }
}

function jwt(claims: unknown, header: unknown = { alg: 'ES256' }): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.c2lnbmF0dXJl`
}

describe('what is wrong with an identity token', () => {
  test.each<[string, string, string | null]>([
    ['a good one', jwt({ exp: inSeconds(60).getTime() / 1000, sub: 'ünïcode' }), null],
    ['one that does not say when it ends', jwt({ sub: 'x' }), null],
    ['one whose end is no number', jwt({ exp: 'soon' }), null],
    ['one that ends now', jwt({ exp: NOW.getTime() / 1000 }), 'expired at 2026-11-22T12:00:00.000Z'],
    ['one that ended before time began', jwt({ exp: -1e300 }), 'has expired'],
    ['nothing', '', 'is empty'],
    ['too much', jwt({ filler: 'x'.repeat(16 * 1024) }), 'more than 16 KiB'],
    ['another file', 'root:x:0:0:root:/root:/bin/bash', 'no JWT'],
    ['two tokens', `${jwt({})}\n${jwt({})}`, 'no JWT'],
    ['one without its signature', jwt({}).replace(/\.[^.]+$/, '.'), 'no JWT'],
    ['one that is encrypted', 'a.b.c.d.e', 'no JWT'],
    ['parts that are no base64', 'a.b.c', 'no JWT'],
    ['parts that are no objects', jwt([1]), 'no JWT'],
    ['a header that is none', jwt({}, 'x'), 'no JWT'],
  ])('%s', (_what, text, problem) => {
    expect(identityTokenProblem(text, NOW) ?? 'nothing').toContain(problem ?? 'nothing')
  })
})

describe('the grant', () => {
  const granted: TokenResponse = {
    kind: 'granted',
    tokens: { accessToken: new Secret('new'), refreshToken: null, expiresInMs: 60_000, scopes: ['a'] },
  }
  const federate = vi.fn(() => Promise.resolve(granted))
  const endpoint = { unavailable: () => 'no client', refresh: vi.fn(), federate }
  const grants = (identityToken: IdentityToken) => makeGrants({ endpoint, identityToken, now: () => NOW })
  const holding = (text: string): IdentityToken => ({
    isConfigured: true,
    read: () => Promise.resolve({ kind: 'read', token: new Secret(text) }),
  })
  const none: IdentityToken = {
    isConfigured: false,
    read: () => Promise.reject(new Error('must not be read')),
  }

  test('needs no client, and reads the identity token for each exchange', async () => {
    const read = vi.fn(holding(jwt({})).read)
    const grant = grantOf(grants({ isConfigured: true, read }), candidate(null))
    expect(grant.unavailable()).toBeNull()
    await grant.ask(candidate(null))
    await grant.ask(candidate(null))
    expect([read.mock.calls.length, federate.mock.calls.length]).toEqual([2, 2])
    expect(federate).toHaveBeenLastCalledWith(expect.objectContaining(FEDERATION), expect.any(Secret))
  })

  test.each([
    ['unset', none, /^HEADGATE_IDENTITY_TOKEN_FILE is not set/],
    ['expired', holding(jwt({ exp: 1 })), /expired at 1970/],
    ['no token', holding('x'), /holds no JWT/],
  ])('%s: nobody is asked, and the failure is one that passes', async (_what, identityToken, reason) => {
    federate.mockClear()
    const answer = await grants(identityToken).workload_identity.ask(candidate(null))
    expect(answer).toMatchObject({ rejection: { status: null, reason: expect.stringMatching(reason) } })
    expect(federate).not.toHaveBeenCalled()
    const { rejection } = answer as Extract<TokenResponse, { kind: 'rejected' }>
    expect(rejectionMeaning(rejection, 'workload_identity')).toBe('transient')
  })

  test('what is tried gets a token of its own and brings it along, for the same federation only', async () => {
    const ready = await withUntriedToken(grants(holding(jwt({}))), candidate(null), () => NOW)
    const tried = ready.kind === 'ready' ? ready.candidate : null
    expect(tried).toMatchObject({
      credential: { expiresAt: inSeconds(60), scopes: ['a'], lastRefreshAt: NOW },
    })
    expect(withTokenOf(tried!, candidate(null, { name: 'renamed' }))).toEqual({
      credential: { ...tried!.credential, name: 'renamed' },
      secret: tried!.secret,
    })
    for (const other of Object.keys(FEDERATION)) {
      const renewed = candidate(null, { [other]: 'other' })
      expect(withTokenOf(tried!, renewed)).toBe(renewed)
    }
  })

  test('the first exchange begins at once, for federations without a token alone', () => {
    const refresh = vi.fn(() => Promise.resolve({ kind: 'busy' as const }))
    const first = makeFirstExchange({ refresher: { refresh }, grants: grants(none) })
    expect(first(candidate('token').credential)).toBeNull()
    expect(refresh).not.toHaveBeenCalled()
    expect(first(candidate(null).credential)).toContain('HEADGATE_IDENTITY_TOKEN_FILE is not set')
    expect(refresh).toHaveBeenCalledExactlyOnceWith('id', { kind: 'ahead' })
  })
})

test('without a token it is due, and a call has to wait', () => {
  const { credential } = candidate(null)
  expect([isDue(credential, NOW), mustRenew(credential, NOW)]).toEqual([true, true])
  const { credential: had } = candidate('token')
  expect([isDue(had, NOW), renewAheadMs(had)]).toEqual([false, 360_000])
})

test('what is stored counts only while federation and token are as they were', () => {
  const base = basisOf(candidate('token'))
  expect(basisOf(candidate('token', { name: 'renamed', lastRefreshAt: null }))).toBe(base)
  expect(basisOf(candidate('other'))).not.toBe(base)
  expect(basisOf(candidate(null))).not.toBe(base)
  for (const id of Object.keys(FEDERATION)) expect(basisOf(candidate('token', { [id]: 'o' }))).not.toBe(base)
  expect(isRenewable(candidate(null))).toBe(true)
})

describe('what a rejection means', () => {
  const rejection = (change: Partial<TokenRejection> = {}): TokenRejection => ({
    status: 401,
    code: 'authentication_error',
    reason: 'authentication_error: Authentication failed',
    retryAfterMs: null,
    ...change,
  })
  test.each<[string, Partial<TokenRejection>, string]>([
    ['a denial', {}, 'federation_rejected'],
    ['an id it cannot read', { status: 400, code: 'invalid_request_error' }, 'federation_rejected'],
    ['a rule that is gone', { status: 404, code: 'not_found_error' }, 'federation_rejected'],
    ['a code of the future', { status: 403, code: 'brand_new' }, 'federation_rejected'],
    ['a page of the network edge', { status: 403, code: null }, 'transient'],
    ['too many', { status: 429 }, 'transient'],
    ['overloaded', { status: 529 }, 'transient'],
    ['no answer', { status: null, code: null }, 'transient'],
  ])('%s', (_what, change, meaning) =>
    expect(rejectionMeaning(rejection(change), 'workload_identity')).toBe(meaning),
  )

  test('a denial is asked again from a minute to half an hour later', () => {
    let problem: RefreshProblem | null = null
    const pauses = Array.from({ length: 8 }, () => {
      problem = nextProblem(problem, rejection(), 'workload_identity', NOW)
      expect(problem.state).toBe('federation_rejected')
      return (problem.retryAt!.getTime() - NOW.getTime()) / 60_000
    })
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
  })
})
