import { describe, expect, test, vi } from 'vitest'
import { AwsIdentityError, type IamCandidate } from '../../core/upstream/aws-signer.ts'
import type { Identity } from './identity.ts'
import { makeIdentityCache } from './identity-cache.ts'
import { iamCandidate } from '../../../test/iam-candidate.ts'

const never = new AbortController().signal
const MINUTE = 60_000

/** An STS that numbers its identities, on a clock that only moves when told. */
function setUp(lifetimeMs: number | null = 60 * MINUTE) {
  let at = Date.parse('2026-11-22T12:00:00Z')
  let count = 0
  const failures: string[] = []
  const fetch = vi.fn((_candidate: IamCandidate): Promise<Identity> => {
    count += 1
    return Promise.resolve({
      accessKeyId: `ASIA${count}`,
      secretAccessKey: 's',
      sessionToken: 't',
      expiresAt: lifetimeMs === null ? null : new Date(at + lifetimeMs),
    })
  })
  const cache = makeIdentityCache({
    now: () => new Date(at),
    fetch,
    onFailure: (_candidate, error) => void failures.push(error.message),
  })
  const keyOf = async (candidate: IamCandidate) => (await cache.get(candidate, never)).accessKeyId
  return { cache, fetch, failures, keyOf, pass: (ms: number) => void (at += ms) }
}

const ROLE = iamCandidate({ roleArn: 'arn:aws:iam::111122223333:role/headgate' })

describe('makeIdentityCache', () => {
  test('many requests at once ask AWS once', async () => {
    const { fetch, keyOf } = setUp()
    const keys = await Promise.all(Array.from({ length: 50 }, () => keyOf(ROLE)))
    expect(new Set(keys)).toEqual(new Set(['ASIA1']))
    expect(fetch).toHaveBeenCalledOnce()
  })

  test('renews in the background before the end, with the old one still in use', async () => {
    const { fetch, keyOf, pass } = setUp()
    await keyOf(ROLE)
    pass(54 * MINUTE)
    expect(await keyOf(ROLE)).toBe('ASIA1')
    expect(fetch).toHaveBeenCalledOnce()
    pass(2 * MINUTE)
    expect(await keyOf(ROLE)).toBe('ASIA1')
    await vi.waitFor(async () => expect(await keyOf(ROLE)).toBe('ASIA2'))
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test('waits for a fresh one once the old one has expired', async () => {
    const { keyOf, pass } = setUp()
    await keyOf(ROLE)
    pass(60 * MINUTE)
    expect(await keyOf(ROLE)).toBe('ASIA2')
  })

  test('keys that do not expire are asked for once', async () => {
    const { fetch, keyOf, pass } = setUp(null)
    await keyOf(ROLE)
    pass(1000 * 60 * MINUTE)
    await keyOf(ROLE)
    expect(fetch).toHaveBeenCalledOnce()
  })

  test('a failed renewal leaves the old one in use until its end, then is an error', async () => {
    const { fetch, failures, keyOf, pass } = setUp()
    await keyOf(ROLE)
    fetch.mockRejectedValue(new AwsIdentityError('STS is away', { isRejected: false }))
    pass(56 * MINUTE)
    expect(await keyOf(ROLE)).toBe('ASIA1')
    await vi.waitFor(() => expect(failures).toEqual(['STS is away']))
    expect(await keyOf(ROLE)).toBe('ASIA1')
    expect(fetch).toHaveBeenCalledTimes(2)
    pass(4 * MINUTE)
    await expect(keyOf(ROLE)).rejects.toThrow('STS is away')
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('after a failure nobody asks again for a moment', async () => {
    const { fetch, keyOf, pass } = setUp()
    fetch.mockRejectedValueOnce(new AwsIdentityError('no', { isRejected: true }))
    await expect(keyOf(ROLE)).rejects.toThrow('no')
    await expect(keyOf(ROLE)).rejects.toThrow('no')
    expect(fetch).toHaveBeenCalledOnce()
    pass(3000)
    expect(await keyOf(ROLE)).toBe('ASIA1')
  })

  test('an identity that has expired when it comes is never handed on', async () => {
    const { keyOf } = setUp(0)
    await expect(keyOf(ROLE)).rejects.toMatchObject({ name: 'AwsIdentityError', isRejected: false })
  })

  test.each<[string, IamCandidate]>([
    ['role', iamCandidate({ roleArn: 'arn:aws:iam::111122223333:role/other' })],
    ['external id', iamCandidate({ roleArn: ROLE.credential.roleArn, externalId: 'x' })],
    ['access key id', iamCandidate({ roleArn: ROLE.credential.roleArn, accessKeyId: 'AKIAOTHER' })],
    ['secret', iamCandidate({ roleArn: ROLE.credential.roleArn }, 'corrected')],
  ])('a changed %s gets a new identity, after a failure too', async (_what, changed) => {
    const { fetch, keyOf } = setUp()
    await keyOf(ROLE)
    expect(await keyOf(changed)).toBe('ASIA2')
    fetch.mockRejectedValueOnce(new AwsIdentityError('no', { isRejected: true }))
    await expect(keyOf(ROLE)).rejects.toThrow('no')
    expect(await keyOf(changed)).toBe('ASIA3')
  })

  test('what was rejected is dropped once for all who were rejected with it', async () => {
    const { cache, fetch, keyOf, pass } = setUp()
    await keyOf(ROLE)
    cache.drop(ROLE)
    expect(await keyOf(ROLE)).toBe('ASIA2')
    cache.drop(ROLE)
    expect(await keyOf(ROLE)).toBe('ASIA2')
    pass(2000)
    cache.drop(ROLE)
    expect(await keyOf(ROLE)).toBe('ASIA3')
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('who leaves does not end the renewal for the others', async () => {
    const { cache, fetch } = setUp()
    const answer = Promise.withResolvers<Identity>()
    fetch.mockReturnValueOnce(answer.promise)
    const client = new AbortController()
    const leaving = cache.get(ROLE, client.signal)
    const staying = cache.get(ROLE, never)
    client.abort(new Error('gone'))
    await expect(leaving).rejects.toThrow('gone')
    answer.resolve({ accessKeyId: 'A', secretAccessKey: 's', sessionToken: null, expiresAt: null })
    expect((await staying).accessKeyId).toBe('A')
    expect(fetch).toHaveBeenCalledOnce()
  })
})
