import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { exampleKey, type IamKey } from '../aws/iam-keys.ts'
import { signedHeaders, signedPost, type SigningOptions } from '../aws/sign-request.ts'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

let fake: FakeBedrock
const iamKeys: IamKey[] = []
beforeAll(async () => {
  fake = await startFakeBedrock({ iamKeys })
})
beforeEach(() => {
  iamKeys.splice(0, Infinity, exampleKey)
  fake.reset()
})
afterAll(() => fake.close())

const path = '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke'
const body = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 16,
  messages: [{ role: 'user', content: 'hi' }],
})

async function outcome(options: SigningOptions = {}): Promise<string> {
  const response = await signedPost(fake.url + path, body, options)
  return `${response.status} ${response.headers.get('x-amzn-errortype') ?? 'good'}`
}

test('a signature of a known key', async () => {
  expect(await outcome()).toBe('200 good')
  expect(fake.acceptedCallers).toEqual([{ request: fake.requests[0], proof: 'signature' }])
  expect(fake.leaks).toHaveLength(0)
  const own = { accessKeyId: 'AKIDOWN', secretAccessKey: 'own' }
  expect(await outcome({ key: own })).toBe('403 UnrecognizedClientException')
  iamKeys.push(own)
  expect(await outcome({ key: own })).toBe('200 good')
})

test('signatures are rejected by the names of AWS, and the rejections are kept', async () => {
  const wrong = { ...exampleKey, secretAccessKey: 'x' }
  iamKeys.push({ accessKeyId: 'ASIAOLD', secretAccessKey: 's', sessionToken: 't', expiresAt: new Date(0) })
  expect(await outcome({ key: wrong })).toBe('403 InvalidSignatureException')
  expect(await outcome({ service: 'bedrock-mantle' })).toBe('403 InvalidSignatureException')
  expect(await outcome({ key: iamKeys[1] ?? wrong })).toBe('403 ExpiredTokenException')
  expect(await outcome({ date: new Date(Date.now() - 600_000) })).toBe('403 InvalidSignatureException')
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' }
  const incomplete = await fetch(fake.url + path, { method: 'POST', headers, body })
  expect([incomplete.status, incomplete.headers.get('x-amzn-errortype')]).toEqual([
    400,
    'IncompleteSignature',
  ])
  const missing = await fetch(fake.url + path, { method: 'POST', body })
  expect(missing.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationToken')
  expect(fake.rejectedCallers.map(({ exception }) => exception)).toEqual([
    'InvalidSignatureException',
    'InvalidSignatureException',
    'ExpiredTokenException',
    'InvalidSignatureException',
    'IncompleteSignature',
    'MissingAuthenticationToken',
  ])
  expect(fake.rejectedCallers[0]?.request).toBe(fake.requests[0])
})

test('a changed body does not fit its signature', async () => {
  const headers = await signedHeaders(fake.url + path, body)
  const response = await fetch(fake.url + path, { method: 'POST', headers, body: body.replace('hi', 'ho') })
  expect(response.status).toBe(403)
  expect(await response.json()).toEqual({
    message: expect.stringContaining('The request signature we calculated does not match'),
  })
})

test.each([
  [path, { 'x-api-key': 'ABSKtest' }, ['x-api-key']],
  [path, { 'x-request': 'hg_live_abc' }, ['x-request']],
  [path, { cookie: 'a=b' }, ['cookie']],
  [`${path}?key=hg_live_abc`, {}, ['url']],
  ['/anthropic/v1/messages', { 'x-api-key': 'ABSKtest' }, []],
  ['/anthropic/v1/messages', { 'x-api-key': 'hg_live_x' }, ['x-api-key']],
  ['/anthropic/v1/messages', { 'x-api-key': 'other' }, ['x-api-key']],
  ['/inference-profiles', { 'x-api-key': 'ABSKtest' }, ['x-api-key']],
  ['/some/other/path', { authorization: 'Bearer sk-ant-oat01-x' }, ['authorization']],
])('leaks on %s with %o', async (path, headers, expected) => {
  await (
    await fetch(fake.url + path, { method: 'POST', headers: headers as Record<string, string>, body })
  ).text()
  expect(fake.leaks.map(({ header }) => header)).toEqual(expected)
})
