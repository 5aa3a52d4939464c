import { describe, expect, test, vi } from 'vitest'
import { EXCHANGE } from '../../../../test/bedrock-exchange.ts'
import { iamCandidate } from '../../../../test/iam-candidate.ts'
import { AwsIdentityError, type AwsSigner } from '../../../core/upstream/aws-signer.ts'
import type { UpstreamFailure } from '../../../core/upstream/failure.ts'
import type { AttemptResult } from '../../../core/upstream/provider.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { authorizeRequest, withFreshIdentity } from './authorize.ts'
import { identityFailure } from './errors/identity-failure.ts'

const never = new AbortController().signal
const REQUEST = { method: 'POST', url: new URL('https://host/'), headers: ['accept', '*/*'], body: null }
const OTHER: AttemptResult = { kind: 'not_sent', error: new GatewayError('api_error', 'x') }

function signer(renews = true) {
  return {
    sign: vi.fn<AwsSigner['sign']>((request) =>
      Promise.resolve({ ...request, headers: ['authorization', 'signed'] }),
    ),
    renew: vi.fn<AwsSigner['renew']>(() => renews),
  }
}

function rejectedBy(changes: Partial<UpstreamFailure> = {}): AttemptResult {
  const failure: UpstreamFailure = {
    ...identityFailure(new AwsIdentityError('no', { isRejected: true })),
    status: 403,
    ...changes,
  }
  return { kind: 'failure', failure }
}

describe('authorizeRequest', () => {
  test('an API key goes where the surface wants it', async () => {
    const headersWith = async (apiKeyHeader: 'authorization' | 'x-api-key') => {
      const rules = { service: 'bedrock', apiKeyHeader } as const
      return (await authorizeRequest({ signer: signer() }, REQUEST, EXCHANGE.candidate, rules, never)).headers
    }
    expect(await headersWith('authorization')).toEqual(['accept', '*/*', 'authorization', 'Bearer ABSKvault'])
    expect(await headersWith('x-api-key')).toEqual(['accept', '*/*', 'x-api-key', 'ABSKvault'])
  })

  test('an AWS identity signs, for the service of the surface', async () => {
    const deps = { signer: signer() }
    const candidate = iamCandidate()
    const rules = { service: 'bedrock-mantle', apiKeyHeader: 'x-api-key' } as const
    expect((await authorizeRequest(deps, REQUEST, candidate, rules, never)).headers).toEqual([
      'authorization',
      'signed',
    ])
    expect(deps.signer.sign).toHaveBeenCalledExactlyOnceWith(REQUEST, candidate, 'bedrock-mantle', never)
  })
})

describe('withFreshIdentity', () => {
  async function tries(
    first: AttemptResult,
    renews = true,
    candidate: Parameters<typeof withFreshIdentity>[1] = iamCandidate(),
  ) {
    const attempt = vi
      .fn<() => Promise<AttemptResult>>()
      .mockResolvedValueOnce(first)
      .mockResolvedValue(OTHER)
    const deps = { signer: signer(renews) }
    const result = await withFreshIdentity(deps, candidate, attempt)
    return { result, attempts: attempt.mock.calls.length, renewals: deps.signer.renew.mock.calls.length }
  }

  test('a rejection by Bedrock leads to one more attempt with another identity', async () => {
    expect(await tries(rejectedBy())).toEqual({ result: OTHER, attempts: 2, renewals: 1 })
  })

  test('keys that were given have no other', async () => {
    expect(await tries(rejectedBy(), false)).toMatchObject({ attempts: 1, renewals: 1 })
  })

  test('an identity that could not be had is not asked for twice', async () => {
    expect(await tries(rejectedBy({ status: null }))).toMatchObject({ attempts: 1, renewals: 0 })
  })

  test('other failures, and API keys, are left alone', async () => {
    expect(await tries(rejectedBy({ kind: 'access_denied' }))).toMatchObject({ attempts: 1, renewals: 0 })
    expect(await tries(OTHER)).toMatchObject({ attempts: 1, renewals: 0 })
    expect(await tries(rejectedBy(), true, EXCHANGE.candidate)).toMatchObject({ attempts: 1, renewals: 0 })
  })
})

test('no identity: rejected for good or away for a moment, and never a 403', () => {
  const outcome = (isRejected: boolean) => {
    const { kind, status, answer } = identityFailure(new AwsIdentityError('x', { isRejected }))
    return [kind, status, answer.kind === 'gateway' && answer.error.status]
  }
  expect(outcome(true)).toEqual(['credential_rejected', null, 502])
  expect(outcome(false)).toEqual(['network', null, 502])
})
