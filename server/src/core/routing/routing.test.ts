import { describe, expect, test, vi } from 'vitest'
import type { FailureKind } from '@headgate/shared/requests'
import type { AnthropicApiKeyCredential } from '../credentials/credential.ts'
import { Secret } from '../vault/secret.ts'
import type { UpstreamFailure } from '../upstream/failure.ts'
import type {
  ResponseEnd,
  AttemptResult,
  BrokenEnd,
  Candidate,
  UpstreamResponse,
  VaultCandidate,
  Work,
} from '../upstream/provider.ts'
import { emptyUsage } from '../usage/token-usage.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { callWithFailover } from './call-with-failover.ts'
import { coolDurationMs, FAILOVER_TABLE } from './failover-table.ts'
import type { PoolMember } from './gateway-state.ts'
import { planRoute } from './plan-route.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const CLOCK = { now: () => NOW, monotonicMs: () => 0 }

function candidate(accountId: string, changes: Partial<AnthropicApiKeyCredential> = {}): VaultCandidate {
  return {
    credential: {
      id: accountId,
      accountId,
      name: accountId,
      endpointUrl: null,
      enabled: true,
      createdAt: NOW,
      updatedAt: NOW,
      provider: 'anthropic',
      method: 'api_key',
      keyPreview: null,
      ...changes,
    },
    secret: { method: 'api_key', apiKey: new Secret('x') },
  }
}

const names = (candidates: readonly Candidate[]) => candidates.map(({ credential }) => credential.accountId)

describe('planRoute', () => {
  const member = (accountId: string, priority = 0, weight = 1, changes = {}): PoolMember => ({
    candidate: candidate(accountId, changes),
    priority,
    weight,
  })
  const plan = (pool: readonly PoolMember[], more: Partial<Parameters<typeof planRoute>[0]> = {}) =>
    names(
      planRoute({
        pool,
        strategy: 'priority',
        pinnedAccountId: null,
        isCooling: () => false,
        now: NOW,
        random: () => 0,
        ...more,
      }),
    )

  test('priority: the lowest first, equals in the order of the pool', () => {
    expect(plan([member('c', 5), member('a', 1), member('b', 1), member('d', 0)])).toEqual([
      'd',
      'a',
      'b',
      'c',
    ])
  })

  test('credentials in cooldown only go to the back', () => {
    expect(plan([member('a'), member('b'), member('c')], { isCooling: (id) => id === 'a' })).toEqual([
      'b',
      'c',
      'a',
    ])
    expect(plan([member('a')], { isCooling: () => true })).toEqual(['a'])
  })

  test('disabled credentials are left out', () => {
    expect(plan([member('a', 0, 1, { enabled: false }), member('b')])).toEqual(['b'])
  })

  test('a pinned credential is the only one', () => {
    expect(plan([member('a'), member('b')], { pinnedAccountId: 'b' })).toEqual(['b'])
  })

  test('expired credentials go to the back', () => {
    const expired = { method: 'oauth', expiresAt: NOW } as never
    expect(plan([member('a', 0, 1, expired), member('b')])).toEqual(['b', 'a'])
  })

  test('weighted: the chance of being first is the share of the weight', () => {
    const pool = [member('a', 0, 1), member('b', 0, 3)]
    const firsts = Array.from(
      { length: 100 },
      (_, i) => plan(pool, { strategy: 'weighted', random: () => i / 100 })[0],
    )
    expect(firsts.filter((name) => name === 'a')).toHaveLength(25)
    expect(plan(pool, { strategy: 'weighted', random: () => 0.999 })).toEqual(['b', 'a'])
  })
})

describe('failover table', () => {
  test('what is tried elsewhere: limits, overload, server faults, denied credentials, broken connections', () => {
    const tried = Object.entries(FAILOVER_TABLE)
      .filter(([, rule]) => rule.tryNext)
      .map(([kind]) => kind)
    expect(tried.sort()).toEqual([
      'access_denied',
      'credential_rejected',
      'model_unavailable',
      'network',
      'overloaded',
      'quota_exhausted',
      'rate_limited',
      'server_error',
      'timed_out',
      'unclear_request',
      'unreadable',
    ])
  })

  test('the upstream’s own words decide how long a credential rests, within an hour', () => {
    expect(coolDurationMs(FAILOVER_TABLE.rate_limited, null)).toBe(30_000)
    expect(coolDurationMs(FAILOVER_TABLE.rate_limited, 2000)).toBe(2000)
    expect(coolDurationMs(FAILOVER_TABLE.rate_limited, 1e12)).toBe(3_600_000)
  })
})

describe('callWithFailover', () => {
  function failure(kind: FailureKind, message: string = kind): AttemptResult {
    const error = new GatewayError('api_error', message)
    const it: UpstreamFailure = {
      kind,
      status: 500,
      reason: message,
      retryAfterMs: null,
      upstreamRequestId: null,
      answer: { kind: 'gateway', error },
    }
    return { kind: 'failure', failure: it }
  }
  const answer: UpstreamResponse = {
    status: 200,
    headers: [],
    streamed: false,
    body: (async function* () {})(),
    upstreamRequestId: null,
    usage: emptyUsage(),
    finished: Promise.resolve({ kind: 'complete' }),
    abandon: () => undefined,
  }
  function broken(kind: BrokenEnd['kind'], failure: FailureKind): BrokenEnd {
    return { kind, failure, errorType: 'api_error', reason: 'it broke' }
  }
  const ok: AttemptResult = { kind: 'answer', answer }
  const notSent: AttemptResult = {
    kind: 'not_sent',
    error: new GatewayError('not_found_error', 'unknown model'),
  }

  async function run(...results: AttemptResult[]) {
    const queue = [...results]
    const work: Work = {
      requestId: 'req_test',
      target: () => ({ upstreamModel: 'm', model: null }),
      attempt: () => Promise.resolve(queue.shift()!),
    }
    const health = { note: vi.fn(), recover: vi.fn() }
    const attempts: string[] = []
    const reasons: (string | null)[] = []
    const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), isDebug: () => false }
    const result = await callWithFailover(
      { health, clock: CLOCK, log },
      results.map((_, i) => candidate(`c${i}`)),
      work,
      new AbortController().signal,
      {
        attempting: () => undefined,
        attempted: (attempt) => {
          attempts.push(`${attempt.accountId} ${attempt.result}`)
          reasons.push(attempt.reason)
        },
      },
    )
    if (result.kind === 'answered') await result.finished
    return { result, attempts, reasons, health, left: queue.length }
  }

  test('the first answer wins and clears what was held against its credential', async () => {
    const { result, attempts, health } = await run(failure('rate_limited'), failure('network'), ok)
    expect(result).toMatchObject({ kind: 'answered', candidate: { credential: { id: 'c2' } } })
    expect(attempts).toEqual(['c0 rate_limited', 'c1 network', 'c2 ok'])
    expect(health.recover).toHaveBeenCalledExactlyOnceWith({ credentialId: 'c2', model: 'm' }, NOW, NOW)
    expect(
      health.note.mock.calls.map(([place, noted]) => [place, (noted as { state: string }).state]),
    ).toEqual([
      [{ credentialId: 'c0', model: 'm' }, 'cooling'],
      [{ credentialId: 'c1', model: null }, 'cooling'],
    ])
  })

  test.each<[FailureKind[], boolean]>([
    [['credential_rejected'], true],
    [['server_error'], false],
    [['server_error', 'network'], true],
    [['network', 'rate_limited'], false],
  ])('after %j the client is told not to try again: %s', async (kinds, isTold) => {
    const { result } = await run(...kinds.map((kind) => failure(kind)))
    const { answer } = (result as Extract<typeof result, { kind: 'failed' }>).failure
    expect(answer.kind === 'gateway' && answer.error.headers['x-should-retry']).toBe(
      isTold ? 'false' : undefined,
    )
  })

  test.each<[ResponseEnd, string, string[], number]>([
    [broken('cut', 'network'), 'c0 cut', ['cooling'], 0],
    [broken('error', 'rate_limited'), 'c0 rate_limited', ['cooling'], 0],
    [broken('error', 'credential_rejected'), 'c0 credential_rejected', ['rejected'], 0],
    [broken('error', 'invalid_request'), 'c0 invalid_request', [], 0],
    [{ kind: 'unread' }, 'c0 aborted', [], 0],
    [{ kind: 'complete' }, 'c0 ok', [], 1],
  ])('an answer that ends as %j counts as that', async (end, recorded, noted, recovered) => {
    const { attempts, health } = await run({
      kind: 'answer',
      answer: { ...answer, finished: Promise.resolve(end) },
    })
    expect(attempts).toEqual([recorded])
    expect(health.note.mock.calls.map(([, health]) => (health as { state: string }).state)).toEqual(noted)
    expect(health.recover).toHaveBeenCalledTimes(recovered)
  })

  test('an attempt that its client does not wait for is recorded as that', async () => {
    const attempts: string[] = []
    const work: Work = {
      requestId: 'req_test',
      target: () => ({ upstreamModel: 'm', model: null }),
      attempt: () => Promise.reject(new Error('left')),
    }
    const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), isDebug: () => false }
    const called = callWithFailover(
      { health: { note: vi.fn(), recover: vi.fn() }, clock: CLOCK, log },
      [candidate('c0'), candidate('c1')],
      work,
      new AbortController().signal,
      {
        attempting: ({ credential }) => void attempts.push(`${credential.id} asked`),
        attempted: (attempt) => void attempts.push(`${attempt.accountId} ${attempt.result}`),
      },
    )
    await expect(called).rejects.toThrow('left')
    expect(attempts).toEqual(['c0 asked', 'c0 aborted'])
  })

  test('a request that is at fault itself is not tried elsewhere', async () => {
    const { result, left, health } = await run(failure('invalid_request'), ok)
    expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'invalid_request' } })
    expect(left).toBe(1)
    expect(health.note).not.toHaveBeenCalled()
  })

  test('a rejected secret is shown as rejected', async () => {
    const { health } = await run(failure('credential_rejected'))
    expect(health.note.mock.calls).toEqual([
      [{ credentialId: 'c0', model: null }, expect.objectContaining({ state: 'rejected' }), NOW],
    ])
  })

  test.each<[FailureKind[], string]>([
    [['rate_limited', 'network'], 'rate_limited'],
    [['network', 'rate_limited', 'server_error'], 'rate_limited'],
    [['credential_rejected', 'server_error'], 'server_error'],
    [['network', 'invalid_request'], 'invalid_request'],
  ])('of %j the client hears of %s', async (kinds, told) => {
    expect((await run(...kinds.map((kind) => failure(kind)))).result).toMatchObject({
      failure: { kind: told },
    })
  })

  test('of equal failures the client hears of the last', async () => {
    const { result } = await run(failure('rate_limited', 'first'), failure('rate_limited', 'second'))
    expect(result).toMatchObject({ failure: { reason: 'second' } })
  })

  test('what was never sent counts least', async () => {
    expect((await run(notSent, ok)).result.kind).toBe('answered')
    expect((await run(notSent, failure('network'))).result.kind).toBe('failed')
    expect((await run(notSent, notSent)).result).toMatchObject({
      kind: 'not_sent',
      candidate: { credential: { id: 'c0' } },
    })
  })
})
