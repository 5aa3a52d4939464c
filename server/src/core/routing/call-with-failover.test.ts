// Which failure the client hears of when a second provider was tried.
import { expect, test, vi } from 'vitest'
import { SILENT_LOG } from '../../../test/silent-log.ts'
import type { FailureKind } from '@headgate/shared/requests'
import type { AttemptResult, Candidate, Work } from '../upstream/provider.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { callWithFailover } from './call-with-failover.ts'

function failure(kind: FailureKind, reason: string): AttemptResult {
  const answer = { kind: 'gateway', error: new GatewayError('api_error', reason) } as const
  return {
    kind: 'failure',
    failure: { kind, status: 400, reason, retryAfterMs: null, upstreamRequestId: null, answer },
  }
}

function candidate(provider: 'anthropic' | 'bedrock'): Candidate {
  return {
    credential: { id: provider, accountId: provider, provider, updatedAt: new Date() },
    secret: { method: 'callers_credential', secrets: [] },
  } as unknown as Candidate
}

async function failed(tries: readonly (readonly ['anthropic' | 'bedrock', FailureKind, string])[]) {
  const queue = tries.map(([, kind, reason]) => failure(kind, reason))
  const held: boolean[] = []
  const reasons: (string | null)[] = []
  const work: Work = {
    requestId: 'req_1',
    target: () => ({ upstreamModel: 'm', model: null }),
    attempt: async (_candidate, _signal, hasNext) => {
      held.push(hasNext)
      return queue.shift()!
    },
  }
  const result = await callWithFailover(
    {
      health: { note: vi.fn(), recover: vi.fn() },
      clock: { now: () => new Date(), monotonicMs: () => 0 },
      log: SILENT_LOG,
    },
    tries.map(([provider]) => candidate(provider)),
    work,
    new AbortController().signal,
    { attempting: () => undefined, attempted: ({ reason }) => void reasons.push(reason) },
  )
  return { kind: result.kind === 'failed' ? result.failure.kind : result.kind, held, reasons }
}

test.each([
  [
    'a rate limit of Anthropic outranks a 400 about the translated call',
    'rate_limited',
    'messages.0: no',
    'rate_limited',
  ],
  ['an outage does too', 'network', 'tools.0: no', 'network'],
  [
    'a prompt that is too long is too long anywhere',
    'rate_limited',
    'prompt is too long: 9',
    'invalid_request',
  ],
  ['so it is in the words of AWS', 'rate_limited', 'Input is too long.', 'invalid_request'],
  [
    'a rejected credential is nothing to wait for',
    'credential_rejected',
    'messages.0: no',
    'invalid_request',
  ],
] as const)('%s', async (_name, first, reason, heard) => {
  const { kind } = await failed([
    ['anthropic', first, ''],
    ['bedrock', 'invalid_request', reason],
  ])
  expect(kind).toBe(heard)
})

test('an attempt is told whether another candidate is left', async () => {
  const { held } = await failed([
    ['anthropic', 'network', ''],
    ['bedrock', 'network', ''],
  ])
  expect(held).toEqual([true, false])
})

test('words of any length are cut short in the record', async () => {
  const { reasons } = await failed([
    ['anthropic', 'network', 'x'.repeat(5000)],
    ['bedrock', 'network', 'y'.repeat(5000)],
  ])
  expect(reasons.map((reason) => reason?.length)).toEqual([500, 500])
})
