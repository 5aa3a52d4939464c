import { describe, expect, test, vi } from 'vitest'
import type { AnthropicOAuthCredential } from '../../credentials/credential.ts'
import { Secret } from '../../vault/secret.ts'
import type { UpstreamFailure } from '../../upstream/failure.ts'
import type { AttemptResult, CallPort, Candidate } from '../../upstream/provider.ts'
import { GatewayError } from '../../wire/anthropic-error.ts'
import { makeFreshSecret, type FreshSecret } from './fresh-secret.ts'
import type { RefreshCause } from './refresh-decision.ts'
import type { OAuthCandidate } from './renewable.ts'
import type { RefreshOutcome } from './refresher.ts'
import { withFreshSecret } from './with-fresh-secret.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const SIGNAL = new AbortController().signal

function candidate(accessToken: string, leftSeconds = 3600): OAuthCandidate {
  const credential: AnthropicOAuthCredential = {
    id: 'id',
    accountId: 'acc',
    name: 'A',
    endpointUrl: null,
    enabled: true,
    createdAt: NOW,
    updatedAt: NOW,
    provider: 'anthropic',
    method: 'oauth',
    expiresAt: new Date(NOW.getTime() + leftSeconds * 1000),
    scopes: [],
    lastRefreshAt: null,
    subscription: false,
  }
  const refreshToken = new Secret('sk-ant-ort01-r')
  return { credential, secret: { method: 'oauth', accessToken: new Secret(accessToken), refreshToken } }
}

const tokenOf = ({ secret }: Candidate) => (secret.method === 'oauth' ? secret.accessToken.reveal() : null)

describe('a token that is good for now', () => {
  function world(outcome: RefreshOutcome | Promise<RefreshOutcome>) {
    let now = NOW
    const refresh = vi.fn((_id: string, _cause: RefreshCause) => Promise.resolve(outcome))
    const fresh = makeFreshSecret({ refresher: { refresh }, now: () => now })
    return { fresh, refresh, after: (ms: number) => (now = new Date(NOW.getTime() + ms)) }
  }
  const renewed: RefreshOutcome = { kind: 'renewed', candidate: candidate('new') }

  test('is used as it is, without asking anybody', async () => {
    const { fresh, refresh } = world(renewed)
    const mine = candidate('old', 31)
    expect(await fresh.ready(mine, SIGNAL)).toBe(mine)
    expect(refresh).not.toHaveBeenCalled()
  })

  test('is waited for when the own one ends, and remembered for callers that come late', async () => {
    const { fresh, refresh } = world(renewed)
    const ending = candidate('old', 30)
    expect(tokenOf(await fresh.ready(ending, SIGNAL))).toBe('new')
    expect(tokenOf(await fresh.ready(ending, SIGNAL))).toBe('new')
    expect(refresh).toHaveBeenCalledOnce()
  })

  test.each<RefreshOutcome>([
    { kind: 'unavailable' },
    { kind: 'gone' },
    { kind: 'waiting', candidate: { ...candidate('old'), problem: null } },
  ])('that cannot be had: the own one is tried, and nobody asked again for 5 s ($kind)', async (outcome) => {
    const { fresh, refresh, after } = world(outcome)
    const ending = candidate('old', -1)
    for (let i = 0; i < 10; i++) expect(tokenOf(await fresh.ready(ending, SIGNAL))).toBe('old')
    expect(refresh).toHaveBeenCalledOnce()
    after(5000)
    await fresh.ready(ending, SIGNAL)
    expect(refresh).toHaveBeenCalledTimes(2)
  })

  test('a client that leaves does not wait, the refresh goes on', async () => {
    const pending = Promise.withResolvers<RefreshOutcome>()
    const { fresh } = world(pending.promise)
    const client = new AbortController()
    const ready = fresh.ready(candidate('old', 0), client.signal)
    client.abort(new Error('left'))
    await expect(ready).rejects.toThrow('left')
    pending.resolve(renewed)
  })

  test('a hanging refresh holds a call for 30 s, not longer', async () => {
    vi.useFakeTimers()
    const { fresh } = world(new Promise<never>(() => undefined))
    const ready = fresh.ready(candidate('old', 0), SIGNAL)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(tokenOf(await ready)).toBe('old')
    vi.useRealTimers()
  })

  test('after a rejection: another token than the rejected one, or none', async () => {
    const { fresh, refresh } = world(renewed)
    expect(tokenOf((await fresh.renewed(candidate('old'), SIGNAL))!)).toBe('new')
    expect(refresh.mock.calls[0]![1]).toMatchObject({ kind: 'rejected' })
    // Late callers with the old token get the remembered one.
    expect(tokenOf((await fresh.renewed(candidate('old'), SIGNAL))!)).toBe('new')
    expect(refresh).toHaveBeenCalledOnce()
    expect(await fresh.renewed(candidate('new'), SIGNAL)).toBeNull()
  })
})

describe('tokens that are rejected although they are new', () => {
  test('are counted until one is accepted, each once', async () => {
    let now = NOW
    let made = 0
    const causes: RefreshCause[] = []
    const refresh = (_id: string, cause: RefreshCause) => {
      causes.push(cause)
      const renewed: RefreshOutcome = { kind: 'renewed', candidate: candidate(`new-${++made}`) }
      return Promise.resolve(renewed)
    }
    const fresh = makeFreshSecret({ refresher: { refresh }, now: () => now })
    const reject = async (accessToken: string) => {
      now = new Date(now.getTime() + 60_000)
      await fresh.renewed(candidate(accessToken), SIGNAL)
    }
    for (const accessToken of ['old', 'old', 'new-2', 'new-3']) await reject(accessToken)
    fresh.accepted(candidate('new-4'))
    await reject('new-4')
    expect(causes.map((cause) => cause.kind === 'rejected' && cause.inARow)).toEqual([1, 1, 2, 3, 1])
  })
})

describe('calls', () => {
  const rejected = (text: string): UpstreamFailure => ({
    kind: 'credential_rejected',
    status: 401,
    reason: text,
    retryAfterMs: null,
    upstreamRequestId: null,
    answer: { kind: 'gateway', error: new GatewayError('api_error', 'rejected', { status: 502 }) },
  })
  const failure = (text: string): AttemptResult => ({ kind: 'failure', failure: rejected(text) })
  const answer = {
    kind: 'answer',
    answer: { status: 200, finished: Promise.resolve({ kind: 'complete' }) },
  } as unknown as AttemptResult

  function world(results: AttemptResult[], renewed: Candidate | null) {
    const seen: (string | null)[] = []
    const port: CallPort<{ body: Uint8Array | AsyncIterable<Uint8Array> | null }> = {
      target: () => ({ upstreamModel: null, model: null }),
      attempt: (_call, used) => {
        seen.push(tokenOf(used))
        return Promise.resolve(results.shift()!)
      },
    }
    const fresh: FreshSecret = {
      ready: (given) => Promise.resolve(given),
      renewed: vi.fn(() => Promise.resolve(renewed)),
      accepted: vi.fn(),
      problemOf: () => null,
    }
    return { port: withFreshSecret(port, fresh), fresh, seen }
  }
  const call = { body: new Uint8Array() }

  test('a rejected token is renewed and the call made once more', async () => {
    const { port, seen, fresh } = world([failure('expired'), answer], candidate('new'))
    const result = await port.attempt(call, candidate('old'), SIGNAL)
    expect(seen).toEqual(['old', 'new'])
    expect(result).toMatchObject({ kind: 'answer', rejectedBefore: { reason: 'expired' } })
    expect(vi.mocked(fresh.accepted).mock.calls.map(([used]) => tokenOf(used))).toEqual(['new'])
  })

  test('once: a second rejection is the result', async () => {
    const { port, seen } = world([failure('first'), failure('second')], candidate('new'))
    const result = await port.attempt(call, candidate('old'), SIGNAL)
    expect(seen).toEqual(['old', 'new'])
    expect(result).toMatchObject({ failure: { reason: 'second' }, rejectedBefore: { reason: 'first' } })
  })

  test('without another token the rejection is the result', async () => {
    const { port, seen } = world([failure('first')], null)
    expect(await port.attempt(call, candidate('old'), SIGNAL)).toEqual(failure('first'))
    expect(seen).toEqual(['old'])
  })

  test('a body that has passed by cannot be sent twice, but the token is renewed', async () => {
    const { port, seen, fresh } = world([failure('first')], candidate('new'))
    const stream = { body: (async function* () {})() }
    expect(await port.attempt(stream, candidate('old'), SIGNAL)).toMatchObject({ kind: 'failure' })
    expect([seen, vi.mocked(fresh.renewed).mock.calls.length]).toEqual([['old'], 1])
  })

  test('a renewed token that the upstream repeats is masked', async () => {
    const token = `sk-other-${'n'.repeat(30)}`
    const { port } = world([failure('first'), failure(`bad ${token}`)], candidate(token))
    const result = await port.attempt(call, candidate('old'), SIGNAL)
    expect(JSON.stringify(result)).not.toContain(token)
  })

  test('other secrets and other failures are none of its business', async () => {
    const key: Candidate = {
      ...candidate('x'),
      secret: { method: 'api_key', apiKey: new Secret('sk-ant-api03-x') },
    }
    const keyed = world([failure('no')], candidate('new'))
    expect(await keyed.port.attempt(call, key, SIGNAL)).toEqual(failure('no'))
    const limited: AttemptResult = {
      kind: 'failure',
      failure: { ...rejected('slow'), kind: 'rate_limited', status: 429 },
    }
    const other = world([limited], candidate('new'))
    expect(await other.port.attempt(call, candidate('old'), SIGNAL)).toEqual(limited)
    expect([keyed.fresh.renewed, other.fresh.renewed].map((f) => vi.mocked(f).mock.calls.length)).toEqual([
      0, 0,
    ])
  })
})
