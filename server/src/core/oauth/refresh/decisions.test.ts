import { describe, expect, test } from 'vitest'
import { Secret } from '../../vault/secret.ts'
import { readCallback, readPasted } from '../flow/pasted-code.ts'
import { authorizeUrl } from '../flow/oauth-client.ts'
import { readTokenResponse } from '../tokens/read-token-answer.ts'
import { refreshDecision, type RefreshCause } from './refresh-decision.ts'
import { isPausing, nextProblem, type RefreshProblem } from './refresh-problem.ts'
import type { StoredGrant } from './refresh-store.ts'
import { rejectionMeaning } from './rejection-meaning.ts'
import { isDue, mustRenew, renewAheadMs } from './renewal-times.ts'
import type { TokenRejection } from '../tokens/token-endpoint.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const HOUR = 3600

describe('when a token is renewed', () => {
  test.each([
    ['of unknown age: five minutes ahead', null, 300],
    ['of eight hours: a tenth', 8 * HOUR, 2880],
    ['of half an hour: five minutes', HOUR / 2, 300],
    ['of a week: an hour', 168 * HOUR, 3600],
    ['of a minute: half of it', 60, 30],
    ['that was over when it came: never ahead', -5, 0],
  ])('%s', (_what, lifeSeconds, aheadSeconds) => {
    const lastRefreshAt = lifeSeconds === null ? null : at(-lifeSeconds)
    expect(renewAheadMs({ expiresAt: NOW, lastRefreshAt })).toBe(aheadSeconds * 1000)
  })

  test('due and overdue, to the second', () => {
    const lifetime = { expiresAt: at(300), lastRefreshAt: null }
    expect([isDue(lifetime, at(-1)), isDue(lifetime, NOW)]).toEqual([false, true])
    expect([mustRenew(lifetime, at(269)), mustRenew(lifetime, at(270))]).toEqual([false, true])
  })

  test('a token that lives for seconds is not renewed before each call', () => {
    expect(mustRenew({ expiresAt: at(20), lastRefreshAt: NOW }, at(1))).toBe(false)
  })
})

const rejection = (change: Partial<TokenRejection> = {}): TokenRejection => ({
  status: 400,
  code: 'invalid_grant',
  reason: 'invalid_grant: Refresh token not found or invalid',
  retryAfterMs: null,
  ...change,
})

test.each<[string, Partial<TokenRejection>, string]>([
  ['invalid_grant', {}, 'sign_in_again'],
  ['invalid_grant with another status', { status: 401 }, 'sign_in_again'],
  ['Anthropic’s envelope', { status: 401, code: 'authentication_error', reason: 'x' }, 'sign_in_again'],
  ['the words alone', { code: 'bad', reason: 'bad: Refresh token has been revoked' }, 'sign_in_again'],
  ['an unknown client', { status: 401, code: 'invalid_client', reason: 'x' }, 'misconfigured'],
  ['a body it cannot read', { code: 'oauth_request_parse_error', reason: 'x' }, 'misconfigured'],
  ['a page of the network edge', { status: 403, code: null, reason: 'HTTP 403' }, 'transient'],
  ['429 whatever it says', { status: 429 }, 'transient'],
  ['503 whatever it says', { status: 503 }, 'transient'],
  ['a redirect', { status: 302, code: null }, 'transient'],
  ['a success without tokens', { status: 200, code: null }, 'transient'],
  ['no answer', { status: null, code: null }, 'transient'],
  ['a code of the future', { code: 'brand_new', reason: 'x' }, 'transient'],
])('%s', (_what, change, meaning) => expect(rejectionMeaning(rejection(change), 'oauth')).toBe(meaning))

describe('what a failure leads to', () => {
  const down = (change: Partial<TokenRejection> = {}) => rejection({ status: 503, code: null, ...change })
  const pauses = (rejected: TokenRejection, n: number) => {
    let problem: RefreshProblem | null = null
    return Array.from({ length: n }, () => {
      problem = nextProblem(problem, rejected, 'oauth', NOW)
      return (problem.retryAt!.getTime() - NOW.getTime()) / 1000
    })
  }

  test('pauses double, up to ten minutes', () => {
    expect(pauses(down(), 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600])
    expect(pauses(down(), 2000).at(-1)).toBe(600)
    expect(pauses(rejection({ code: 'invalid_client', reason: 'x' }), 5)).toEqual([60, 120, 240, 480, 600])
  })

  test('retry-after counts when it is longer, up to an hour', () => {
    expect(pauses(down({ retryAfterMs: 90_000 }), 1)).toEqual([90])
    expect(pauses(down({ retryAfterMs: 1 }), 1)).toEqual([5])
    expect(pauses(down({ retryAfterMs: 1e12 }), 1)).toEqual([3600])
  })

  test('a dead refresh token is not tried again, a passing failure is after its pause', () => {
    const dead = nextProblem(null, rejection(), 'oauth', NOW)
    expect(dead).toMatchObject({ state: 'sign_in_again', retryAt: null, failures: 1 })
    expect(isPausing(dead, at(1e6))).toBe(true)
    // No pause is longer than an hour: noted by a replica whose clock is wrong.
    expect(isPausing(nextProblem(null, down(), 'oauth', at(2 * HOUR)), NOW)).toBe(false)
    const passing = nextProblem(null, down(), 'oauth', NOW)
    expect([isPausing(passing, at(4)), isPausing(passing, at(5)), isPausing(null, NOW)]).toEqual([
      true,
      false,
      false,
    ])
    expect(nextProblem(passing, down(), 'oauth', at(60))).toMatchObject({ failures: 2, since: NOW })
  })
})

describe('whether a refresh is asked for', () => {
  const ACCESS = new Secret('sk-ant-oat01-current')
  const stored = (left: number, more: { problem?: RefreshProblem; lastRefresh?: number } = {}): StoredGrant =>
    ({
      credential: {
        expiresAt: at(left),
        lastRefreshAt: more.lastRefresh === undefined ? null : at(more.lastRefresh),
      },
      secret: { method: 'oauth', accessToken: ACCESS, refreshToken: new Secret('r') },
      problem: more.problem ?? null,
    }) as StoredGrant
  const problem = nextProblem(null, rejection({ status: 503, code: null }), 'oauth', NOW)
  const dead = nextProblem(null, rejection(), 'oauth', NOW)
  const rejected = (token = ACCESS, inARow = 1): RefreshCause => ({
    kind: 'rejected',
    accessToken: token,
    inARow,
  })

  test.each<[string, RefreshCause, StoredGrant, string]>([
    ['ahead, not due', { kind: 'ahead' }, stored(HOUR), 'keep'],
    ['ahead, due', { kind: 'ahead' }, stored(200), 'refresh'],
    ['ahead, due, pausing', { kind: 'ahead' }, stored(200, { problem }), 'wait'],
    ['ahead, due, dead', { kind: 'ahead' }, stored(-200, { problem: dead }), 'wait'],
    ['expiring, renewed meanwhile', { kind: 'expiring' }, stored(HOUR), 'keep'],
    ['expiring', { kind: 'expiring' }, stored(10), 'refresh'],
    ['expired, pausing', { kind: 'expiring' }, stored(-10, { problem }), 'wait'],
    ['rejected', rejected(), stored(HOUR), 'refresh'],
    ['rejected, another is stored', rejected(new Secret('older')), stored(HOUR), 'keep'],
    ['rejected right after a renewal', rejected(), stored(HOUR, { lastRefresh: -29 }), 'wait'],
    ['rejected a while after one', rejected(), stored(HOUR, { lastRefresh: -30 }), 'refresh'],
    ['rejected, the second in a row', rejected(ACCESS, 2), stored(HOUR, { lastRefresh: -59 }), 'wait'],
    ['and a while later', rejected(ACCESS, 2), stored(HOUR, { lastRefresh: -60 }), 'refresh'],
    ['rejected, one of very many', rejected(ACCESS, 5000), stored(HOUR, { lastRefresh: -599 }), 'wait'],
    ['and ten minutes later', rejected(ACCESS, 5000), stored(HOUR, { lastRefresh: -600 }), 'refresh'],
    ['rejected, dead', rejected(), stored(HOUR, { problem: dead }), 'wait'],
    ['asked, whatever failed', { kind: 'asked', at: NOW }, stored(HOUR, { problem: dead }), 'refresh'],
    ['asked, and renewed since', { kind: 'asked', at: at(-2) }, stored(HOUR, { lastRefresh: -1 }), 'keep'],
    // By a replica whose clock is wrong.
    [
      'asked, renewed in the future',
      { kind: 'asked', at: NOW },
      stored(HOUR, { lastRefresh: 90 }),
      'refresh',
    ],
    ['rejected, renewed in the future', rejected(), stored(HOUR, { lastRefresh: 9 * HOUR }), 'refresh'],
    ['rejected, renewed in a moment', rejected(), stored(HOUR, { lastRefresh: 5 }), 'wait'],
  ])('%s', (_what, cause, grant, decision) => expect(refreshDecision(cause, grant, NOW)).toBe(decision))
})

describe('what the token endpoint says', () => {
  const read = (status: number, body: unknown, headers: string[] = []) =>
    readTokenResponse(status, headers, typeof body === 'string' ? body : JSON.stringify(body), NOW)

  test('tokens', () => {
    const answer = read(200, {
      access_token: 'sk-ant-oat01-a',
      refresh_token: 'sk-ant-ort01-r',
      expires_in: 28_800,
      token_type: 'bearer',
      scope: 'one  two',
    })
    if (answer.kind !== 'granted') throw new Error('rejected')
    const { tokens } = answer
    expect([
      tokens.accessToken.reveal(),
      tokens.refreshToken?.reveal(),
      tokens.expiresInMs,
      tokens.scopes,
    ]).toEqual(['sk-ant-oat01-a', 'sk-ant-ort01-r', 28_800_000, ['one', 'two']])
  })

  test.each([
    [undefined, 3600],
    [null, 3600],
    ['600', 600],
    [-1, 3600],
    [0.2, 1],
    [1e300, 10 * 365 * 24 * HOUR],
    ['soon', 3600],
  ])('a lifetime of %s is one of %d s: rotated tokens are not thrown away', (value, seconds) => {
    const answer = read(200, { access_token: 'a', expires_in: value })
    expect(answer).toMatchObject({
      kind: 'granted',
      tokens: { expiresInMs: seconds * 1000, refreshToken: null, scopes: null },
    })
  })

  test.each([
    ['no JSON', '<html>'],
    ['cut', '{"access_token":"a'],
    ['an array', '[]'],
    ['empty', ''],
    ['no token', { token_type: 'Bearer' }],
    ['a token that breaks headers', { access_token: 'a\r\nx: y' }],
    ['an endless token', { access_token: 'a'.repeat(20_000) }],
    ['another type', { access_token: 'a', token_type: 'mac' }],
  ])('a success with %s is none', (_what, body) => {
    expect(read(200, body)).toMatchObject({
      kind: 'rejected',
      rejection: { reason: 'The token endpoint answered without tokens.' },
    })
  })

  test('of a rejection only three fields are kept, masked and short', () => {
    const answer = read(
      400,
      {
        error: 'invalid_grant',
        error_description: `bad sk-ant-ort01-${'s'.repeat(40)} ${'x'.repeat(900)}`,
        debug: 'internal',
      },
      ['retry-after', '7'],
    )
    if (answer.kind !== 'rejected') throw new Error('granted')
    expect(answer.rejection).toMatchObject({ status: 400, code: 'invalid_grant', retryAfterMs: 7000 })
    expect(answer.rejection.reason).toMatch(/^invalid_grant: bad sk-ant-ort\.\.\.ssss x+$/)
    expect(answer.rejection.reason).toHaveLength(300)
  })

  test('Anthropic’s envelope and pages', () => {
    expect(
      read(401, { type: 'error', error: { type: 'authentication_error', message: 'No' } }),
    ).toMatchObject({
      rejection: { code: 'authentication_error', reason: 'authentication_error: No' },
    })
    expect(read(502, '<html>')).toMatchObject({
      rejection: { code: null, reason: 'The token endpoint answered with HTTP 502.' },
    })
  })
})

describe('what comes back from the authorize page', () => {
  test.each([
    ['c1#s1', undefined],
    ['c1', 's1'],
    ['http://localhost:4100/callback?app=x&code=c1&state=s1', undefined],
  ])('%s, %s', (code, state) => expect(readPasted(code, state)).toEqual({ code: 'c1', state: 's1' }))

  test.each([['c1'], ['c1#'], ['#s1'], ['a#b#c'], ['http://'], ['https://x/?code=c1']])(
    '%s is incomplete',
    (code) => expect(() => readPasted(code, undefined)).toThrow('paste all of what the page shows'),
  )

  test('errors and doubled parts are told', () => {
    const read = (query: string) => () => readCallback(new URLSearchParams(query))
    expect(read('error=access_denied&error_description=No+thanks&state=s')).toThrow(
      'The sign-in was rejected: access_denied: No thanks',
    )
    expect(read('code=a&code=b&state=s')).toThrow("more than one 'code'")
    expect(read('code=a&state=s&state=t')).toThrow("more than one 'state'")
  })
})

test('the authorize address keeps what the configured one has', () => {
  const url = authorizeUrl('https://a.example/authorize?orgUUID=o', {
    clientId: 'client',
    redirectUri: 'https://g.example/oauth/callback?app=x',
    scopes: ['a:b', 'c'],
    state: 's',
    challenge: 'ch',
  })
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    orgUUID: 'o',
    client_id: 'client',
    redirect_uri: 'https://g.example/oauth/callback?app=x',
    response_type: 'code',
    scope: 'a:b c',
    state: 's',
    code_challenge: 'ch',
    code_challenge_method: 'S256',
  })
})
