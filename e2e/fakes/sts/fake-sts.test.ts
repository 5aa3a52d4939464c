import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { exampleKey, type IamKey } from '../aws/iam-keys.ts'
import { signedPost } from '../aws/sign-request.ts'
import { startFakeBedrock, type FakeBedrock } from '../bedrock/fake-bedrock.ts'
import { startFakeMantle } from '../bedrock/fake-mantle.ts'
import { startFakeSts, type FakeSts } from './fake-sts.ts'

let sts: FakeSts
let bedrock: FakeBedrock
beforeAll(async () => {
  sts = await startFakeSts()
  bedrock = await startFakeBedrock({ temporaryKeys: sts.issuedKeys })
})
beforeEach(() => sts.reset())
afterAll(() => Promise.all([sts.close(), bedrock.close()]))

const roleArn = 'arn:aws:iam::111122223333:role/team/inference'
const usual = {
  Action: 'AssumeRole',
  Version: '2011-06-15',
  RoleArn: roleArn,
  RoleSessionName: 'headgate',
}

async function assume(
  changes: Readonly<Record<string, string>> = {},
  key: IamKey = exampleKey,
  url = sts.url,
) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = new URLSearchParams({ ...usual, ...changes }).toString()
  const response = await signedPost(`${url}/`, form, { key, service: 'sts', headers })
  const text = await response.text()
  const field = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1] ?? ''
  const issued: IamKey = {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
  }
  return { outcome: `${response.status} ${field('Code')}`.trim(), issued, field, response }
}

async function invokeWith(key: IamKey): Promise<string> {
  const url = `${bedrock.url}/model/us.anthropic.claude-opus-5/invoke`
  const body = '{"anthropic_version":"bedrock-2023-05-31","max_tokens":1,"messages":[]}'
  const response = await signedPost(url, body, { key })
  return `${response.status} ${response.headers.get('x-amzn-errortype') ?? 'good'}`
}

test('a role is assumed, and its key is good at the stand-in for Bedrock', async () => {
  const first = await assume({ ExternalId: 'ext-1', DurationSeconds: '900' })
  const second = await assume()
  expect([first.outcome, second.outcome]).toEqual(['200', '200'])
  expect(first.response.headers.get('content-type')).toBe('text/xml')
  expect(first.field('Arn')).toBe('arn:aws:sts::111122223333:assumed-role/inference/headgate')
  const lifeMs = Date.parse(first.field('Expiration')) - Date.now()
  expect(lifeMs).toBeGreaterThan(890_000)
  expect(lifeMs).toBeLessThanOrEqual(900_000)
  expect(second.issued.accessKeyId).not.toBe(first.issued.accessKeyId)
  expect(sts.assumed).toBe(2)
  expect(sts.roles[0]).toEqual({
    roleArn,
    sessionName: 'headgate',
    externalId: 'ext-1',
    durationSeconds: 900,
    caller: 'AKIDEXAMPLE',
  })
  expect(await invokeWith(first.issued)).toBe('200 good')
  const { sessionToken: _, ...withoutSession } = first.issued
  expect(await invokeWith(withoutSession)).toBe('403 UnrecognizedClientException')
  expect(await invokeWith({ ...first.issued, sessionToken: 'other' })).toBe('403 UnrecognizedClientException')
})

test('keys end when they say so, or earlier', async () => {
  sts.script({ kind: 'answer', expiresInSeconds: -1 })
  expect(await invokeWith((await assume()).issued)).toBe('403 ExpiredTokenException')
  const { issued } = await assume()
  expect(await invokeWith(issued)).toBe('200 good')
  sts.expireIssued()
  expect(await invokeWith(issued)).toBe('403 ExpiredTokenException')
  expect((await assume({}, issued)).outcome).toBe('403 ExpiredToken')
})

test('callers and forms that are rejected', async () => {
  expect((await assume({}, { ...exampleKey, secretAccessKey: 'x' })).outcome).toBe(
    '403 SignatureDoesNotMatch',
  )
  expect((await assume({}, { ...exampleKey, accessKeyId: 'AKIDX' })).outcome).toBe('403 InvalidClientTokenId')
  expect((await assume({ Action: 'GetSessionToken' })).outcome).toBe('400 InvalidAction')
  expect((await assume({ RoleArn: 'x' })).outcome).toBe('400 ValidationError')
  expect((await assume({ RoleSessionName: 'a b' })).outcome).toBe('400 ValidationError')
  expect((await assume({ DurationSeconds: '60' })).outcome).toBe('400 ValidationError')
  const unsigned = await fetch(`${sts.url}/`, { method: 'POST', body: new URLSearchParams(usual) })
  expect([unsigned.status, await unsigned.text()]).toEqual([
    403,
    expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
  ])
  expect(sts.assumed).toBe(0)
})

test('a role that asks for an external id, and a role of someone else', async () => {
  await using strict = await startFakeSts({ externalId: 'agreed', roleArns: [roleArn] })
  expect((await assume({}, exampleKey, strict.url)).outcome).toBe('403 AccessDenied')
  expect((await assume({ ExternalId: 'wrong' }, exampleKey, strict.url)).outcome).toBe('403 AccessDenied')
  expect((await assume({ ExternalId: 'agreed' }, exampleKey, strict.url)).outcome).toBe('200')
  const other = { ExternalId: 'agreed', RoleArn: 'arn:aws:iam::111122223333:role/other' }
  expect((await assume(other, exampleKey, strict.url)).outcome).toBe('403 AccessDenied')
})

test('scripted rejections, a reset, and no answer', async () => {
  sts.script(
    { kind: 'access_denied' },
    { kind: 'expired_token' },
    { kind: 'error', status: 400, code: 'Throttling' },
    { kind: 'html' },
    { kind: 'reset' },
    { kind: 'hang' },
  )
  expect((await assume()).outcome).toBe('403 AccessDenied')
  expect((await assume()).outcome).toBe('403 ExpiredToken')
  expect((await assume()).outcome).toBe('400 Throttling')
  expect((await assume()).outcome).toBe('503')
  await expect(assume()).rejects.toThrow()
  const hanging = fetch(`${sts.url}/elsewhere`, { method: 'POST' })
  expect((await hanging).status).toBe(404)
  const open = assume().catch((error: unknown) => error)
  await vi.waitFor(() => expect(sts.requests).toHaveLength(7))
  await sts.close()
  expect(await open).toBeInstanceOf(Error)
})

test('mantle takes the same keys, for its own service', async () => {
  await using roles = await startFakeSts()
  await using mantle = await startFakeMantle({ temporaryKeys: roles.issuedKeys })
  const { issued: key } = await assume({}, exampleKey, roles.url)
  const body = '{"model":"anthropic.claude-opus-5","max_tokens":1,"messages":[]}'
  const headers = { 'anthropic-version': '2023-06-01' }
  const statusFor = async (service: string) =>
    (await signedPost(`${mantle.url}/anthropic/v1/messages`, body, { key, service, headers })).status
  expect([await statusFor('bedrock-mantle'), await statusFor('bedrock')]).toEqual([200, 403])
})
