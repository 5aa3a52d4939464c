import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFakeAnthropic, type FakeAnthropic } from './fake-anthropic.ts'

let fake: FakeAnthropic
beforeAll(async () => {
  fake = await startFakeAnthropic()
})
afterAll(() => fake.close())

const question = { model: 'claude-opus-5', max_tokens: 16, messages: [{ role: 'user', content: 'hi' }] }
const usual = { 'x-api-key': 'sk-ant-api03-test', 'anthropic-version': '2023-06-01' }

async function post(headers: Record<string, string>, body: BodyInit = JSON.stringify(question), path = '') {
  const response = await fetch(`${fake.url}/v1/messages${path}`, { method: 'POST', headers, body })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test.each([
  ['no credential', { 'anthropic-version': '2023-06-01' }, 401, 'authentication_error'],
  ['a foreign key', { ...usual, 'x-api-key': 'hg_live_x' }, 401, 'invalid x-api-key'],
  ['two credentials', { ...usual, authorization: 'Bearer sk-ant-api03-test' }, 401, 'not both'],
  ['a key with the OAuth beta', { ...usual, 'anthropic-beta': 'a-1,oauth-2025-04-20' }, 401, 'API keys'],
  ['no version', { 'x-api-key': 'sk-ant-api03-test' }, 400, 'anthropic-version: header is required'],
])('%s is rejected', async (_, headers, status, text) => {
  const answer = await post(headers)
  expect(answer.status).toBe(status)
  expect(answer.text).toContain(text)
  expect(JSON.parse(answer.text)).toMatchObject({
    type: 'error',
    request_id: answer.headers.get('request-id'),
  })
})

test('an access token needs the OAuth beta', async () => {
  const bearer = { authorization: 'Bearer sk-ant-oat01-test', 'anthropic-version': '2023-06-01' }
  expect((await post(bearer)).status).toBe(401)
  expect((await post({ ...bearer, 'anthropic-beta': 'oauth-2025-04-20' })).status).toBe(200)
})

test('lists of secrets replace the check of shapes', async () => {
  const accessTokens = ['token-a']
  await using strict = await startFakeAnthropic({ apiKeys: ['key-a'], accessTokens })
  const statusOf = async (headers: Record<string, string>) => {
    const body = JSON.stringify(question)
    const version = { 'anthropic-version': '2023-06-01' }
    const url = `${strict.url}/v1/messages`
    return (await fetch(url, { method: 'POST', headers: { ...version, ...headers }, body })).status
  }
  const oauth = { 'anthropic-beta': 'oauth-2025-04-20' }
  expect(await statusOf({ 'x-api-key': 'key-a' })).toBe(200)
  expect(await statusOf({ authorization: 'Bearer key-a' })).toBe(200)
  expect(await statusOf({ 'x-api-key': 'sk-ant-api03-test' })).toBe(401)
  expect(await statusOf({ authorization: 'Bearer token-b', ...oauth })).toBe(401)
  accessTokens.push('token-b')
  expect(await statusOf({ authorization: 'Bearer token-b', ...oauth })).toBe(200)
})

test.each([
  ['{"model"', /not valid JSON/],
  ['[]', /should be an object/],
  [JSON.stringify({ ...question, model: undefined }), /^model: Field required$/],
  [JSON.stringify({ ...question, max_tokens: undefined }), /^max_tokens: Field required$/],
  [JSON.stringify({ ...question, messages: undefined }), /^messages: Field required$/],
  [JSON.stringify({ ...question, messages: [] }), /at least one message/],
  [JSON.stringify({ ...question, messages: [{ role: 'user' }] }), /^messages.0.content: Field required$/],
])('the body %s is rejected', async (body, message) => {
  const answer = await post(usual, body)
  expect(answer.status).toBe(400)
  expect(JSON.parse(answer.text)).toMatchObject({
    error: { type: 'invalid_request_error', message: expect.stringMatching(message) },
  })
})

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['zstd', zstdCompressSync],
] as const)('a body in %s is decoded and recorded as it came', async (encoding, compress) => {
  fake.reset()
  const bytes = compress(JSON.stringify(question))
  const answer = await post({ ...usual, 'content-encoding': encoding }, bytes)
  expect(answer.status).toBe(200)
  expect(fake.requests[0]?.body.equals(bytes)).toBe(true)
})

test('a body that is too large, or becomes so, is rejected', async () => {
  const padded = Buffer.alloc(32 * 2 ** 20 + 1, ' ')
  expect((await post(usual, padded)).status).toBe(413)
  expect((await post({ ...usual, 'content-encoding': 'gzip' }, gzipSync(padded))).status).toBe(413)
  expect((await post({ ...usual, 'content-encoding': 'gzip' }, 'plain')).text).toContain(
    'request_body_encoding_invalid',
  )
  expect((await post({ ...usual, 'content-encoding': 'lz4' })).text).toContain(
    'request_body_encoding_unsupported',
  )
})

test('other paths', async () => {
  const get = (path: string) => fetch(`${fake.url}${path}`, { headers: usual })
  expect((await post(usual, undefined, '?beta=true')).status).toBe(200)
  const counted = await post(usual, JSON.stringify({ ...question, max_tokens: undefined }), '/count_tokens')
  expect(JSON.parse(counted.text)).toEqual({ input_tokens: 9 })
  expect(await (await get('/v1/models')).json()).toMatchObject({
    has_more: false,
    first_id: expect.any(String),
  })
  expect(await (await get('/v1/models/claude-haiku-4-5')).json()).toMatchObject({
    id: 'claude-haiku-4-5-20251001',
  })
  expect((await get('/v1/models/gpt')).status).toBe(404)
  expect((await get('/other/files')).status).toBe(404)
  expect((await get('/v1/messages')).status).toBe(405)
})
