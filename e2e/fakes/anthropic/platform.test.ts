import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startFakeAnthropic, type FakeAnthropic } from './fake-anthropic.ts'

const keys = { 'sk-ant-api03-a': 'first', 'sk-ant-api03-b': 'second' } as Readonly<Record<string, string>>
let fake: FakeAnthropic
let client: Anthropic
beforeAll(async () => {
  fake = await startFakeAnthropic({ accountOf: (secret) => keys[secret] ?? 'account' })
  client = new Anthropic({ baseURL: fake.url, apiKey: 'sk-ant-api03-test', maxRetries: 0 })
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const usual = { 'x-api-key': 'sk-ant-api03-test', 'anthropic-version': '2023-06-01' }
const get = (path: string, headers: object = {}) =>
  fetch(fake.url + path, { headers: { ...usual, ...headers }, redirect: 'manual' })

test('models in pages, both ways, with their limits', async () => {
  const all: string[] = []
  for await (const model of client.models.list({ limit: 4 })) all.push(model.id)
  expect(fake.requests.length).toBeGreaterThan(2)
  expect(new Set(all).size).toBe(all.length)
  const before = (await (await get(`/v1/models?limit=2&before_id=${all[4]}`)).json()) as object
  expect(before).toMatchObject({ data: [{ id: all[2] }, { id: all[3] }], has_more: true, first_id: all[2] })
  expect(await client.models.retrieve('claude-haiku-4-5')).toMatchObject({
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    lifecycle: 'active',
  })
  expect((await get('/v1/models?limit=0')).status).toBe(400)
  expect((await get('/v1/models?after_id=x')).status).toBe(400)
})

const params = { model: 'claude-opus-5', max_tokens: 9, messages: [{ role: 'user' as const, content: 'hi' }] }

test('the life of a batch', async () => {
  const requests = ['one', 'two'].map((custom_id) => ({ custom_id, params }))
  const made = await client.messages.batches.create({ requests })
  expect(made).toMatchObject({ processing_status: 'in_progress', results_url: null })
  expect((await get(`/v1/messages/batches/${made.id}/results`)).status).toBe(404)
  expect(await client.messages.batches.retrieve(made.id)).toMatchObject({
    processing_status: 'ended',
    request_counts: { succeeded: 2 },
    results_url: `${fake.url}/v1/messages/batches/${made.id}/results`,
  })
  const results = await get(`/v1/messages/batches/${made.id}/results`)
  expect(results.headers.get('content-type')).toBe('application/x-jsonl')
  const lines = (await results.text()).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { custom_id: 'one', result: { type: 'succeeded', message: { model: 'claude-opus-5', type: 'message' } } },
    { custom_id: 'two' },
  ])
  const listed = await client.messages.batches.list({ limit: 1 })
  expect(listed.data.map(({ id }) => id)).toEqual([made.id])
  expect(await client.messages.batches.delete(made.id)).toMatchObject({ type: 'message_batch_deleted' })
  expect((await get(`/v1/messages/batches/${made.id}`)).status).toBe(404)
})

test('a canceled batch', async () => {
  const { id } = await client.messages.batches.create({ requests: [{ custom_id: 'one', params }] })
  expect(await client.messages.batches.cancel(id)).toMatchObject({ processing_status: 'canceling' })
  expect(await client.messages.batches.retrieve(id)).toMatchObject({ request_counts: { canceled: 1 } })
  const results = await get(`/v1/messages/batches/${id}/results`)
  expect(await results.json()).toEqual({ custom_id: 'one', result: { type: 'canceled' } })
})

test('what one account keeps is not found by another', async () => {
  const headers = { ...usual, 'x-api-key': 'sk-ant-api03-a' }
  const body = JSON.stringify({ requests: [{ custom_id: 'one', params }] })
  const made = await fetch(`${fake.url}/v1/messages/batches`, { method: 'POST', headers, body })
  const { id } = (await made.json()) as { id: string }
  const statusFor = async (key: string) =>
    (await get(`/v1/messages/batches/${id}`, { 'x-api-key': key })).status
  expect([await statusFor('sk-ant-api03-a'), await statusFor('sk-ant-api03-b')]).toEqual([200, 404])
})

function upload(body: BodyInit, type: string): Promise<Response> {
  const init = { method: 'POST', headers: { ...usual, 'content-type': type }, body, duplex: 'half' }
  return fetch(`${fake.url}/v1/files`, init)
}

test('a large upload is hashed and not kept', async () => {
  const boundary = 'xyz'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="big.bin"\r\ncontent-type: application/pdf\r\n\r\n`
  const block = Buffer.alloc(1024 * 1024, 'abc')
  const hash = createHash('sha256')
  function* parts() {
    for (const part of [
      Buffer.from(head),
      ...Array.from({ length: 64 }, () => block),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]) {
      hash.update(part)
      yield part
    }
  }
  const stream = Readable.toWeb(Readable.from(parts())) as ReadableStream
  const response = await upload(stream, `multipart/form-data; boundary=${boundary}`)
  const sizeBytes = 64 * block.byteLength + head.length + boundary.length + 8
  const sha256 = hash.digest('hex')
  expect(await response.json()).toMatchObject({
    type: 'file',
    filename: 'big.bin',
    mime_type: 'application/pdf',
    size_bytes: sizeBytes,
    sha256,
  })
  expect(fake.requests[0]?.digest).toMatchObject({ sizeBytes, sha256 })
  expect(fake.requests[0]?.body).toHaveLength(0)
  expect(fake.receivedBytes).toBe(sizeBytes)
})

test('bytes are counted while they are still under way', async () => {
  let finish: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  async function* parts() {
    yield Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n')
    await held
    yield Buffer.from('x\r\n--b--\r\n')
  }
  const stream = Readable.toWeb(Readable.from(parts())) as ReadableStream
  const response = upload(stream, 'multipart/form-data; boundary=b')
  await vi.waitFor(() => expect(fake.receivedBytes).toBeGreaterThan(50))
  expect(fake.requests).toHaveLength(0)
  finish()
  expect((await response).status).toBe(200)
})

test('files by the official client: list, download, delete', async () => {
  const file = await client.files.upload({ file: new File(['hello'], 'a.txt', { type: 'text/plain' }) })
  expect(file).toMatchObject({ filename: 'a.txt', mime_type: 'text/plain' })
  const made = fake.addFile({ sizeBytes: 3_000_001, mimeType: 'text/csv' })
  const listed: string[] = []
  for await (const { id } of client.files.list()) listed.push(id)
  expect(listed.slice(0, 2)).toEqual([made.id, file.id])
  const content = Buffer.from(await (await client.files.download(made.id)).arrayBuffer())
  expect(content).toHaveLength(3_000_001)
  expect(createHash('sha256').update(content).digest('hex')).toBe(made.sha256)
  await client.files.delete(made.id)
  expect((await get(`/v1/files/${made.id}/content`)).status).toBe(404)
  expect((await upload('x', 'text/plain')).status).toBe(400)
})

test('a download that breaks, or ends early', async () => {
  const { id } = fake.addFile({ sizeBytes: 200_000 })
  fake.others.script({ kind: 'cut', bytes: 100_000 }, { kind: 'cut', bytes: 100_000, ending: 'clean' })
  await expect((await get(`/v1/files/${id}/content`)).bytes()).rejects.toThrow()
  expect(await (await get(`/v1/files/${id}/content`)).bytes()).toHaveLength(100_000)
})

test('skills', async () => {
  const form = new FormData()
  form.append('files[]', new File(['x'], 'SKILL.md'))
  const made = await fetch(`${fake.url}/v1/skills`, { method: 'POST', headers: usual, body: form })
  expect(await made.json()).toMatchObject({ id: expect.stringMatching(/^skill_/), type: 'skill' })
  expect(fake.requests[0]?.digest?.start.toString()).toContain('SKILL.md')
})

test('a path of the future is echoed, without its credential', async () => {
  const path = '/v1/agents/a%2Fb?x=1&x=2'
  const init = { method: 'PATCH', headers: { ...usual, 'X-Odd': 'Yes' }, body: 'abc' }
  const echo = await fetch(fake.url + path, init)
  const text = await echo.text()
  expect(JSON.parse(text)).toMatchObject({
    method: 'PATCH',
    path: '/v1/agents/a%2Fb',
    query: '?x=1&x=2',
    headers: { 'x-odd': 'Yes', 'x-api-key': '(hidden)' },
    body_bytes: 3,
    body_sha256: createHash('sha256').update('abc').digest('hex'),
  })
  expect(text).not.toContain('sk-ant-')
  fake.others.script({
    kind: 'echo',
    status: 418,
    headers: { 'x-new': 'a', 'content-type': 'application/x-new' },
  })
  const odd = await get('/v1/models')
  expect([odd.status, odd.headers.get('x-new'), odd.headers.get('content-type')]).toEqual([
    418,
    'a',
    'application/x-new',
  ])
})

test('pages of the edge, redirects, and envelopes with status 200', async () => {
  fake.others.script(
    { kind: 'html' },
    { kind: 'html', status: 200, headers: { 'cf-ray': 'own' } },
    { kind: 'redirect', location: 'http://127.0.0.1:1/' },
    { kind: 'error', status: 200, type: 'overloaded_error' },
  )
  const page = await get('/v1/models')
  expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=UTF-8'])
  expect(page.headers.get('cf-ray')).toBe('8f0000000000abcd-FRA')
  expect(await page.text()).toContain('502 Bad Gateway')
  const fine = await get('/v1/models')
  expect([fine.status, fine.headers.get('cf-ray'), (await fine.text()).startsWith('<html>')]).toEqual([
    200,
    'own',
    true,
  ])
  const moved = await get('/v1/models')
  expect([moved.status, moved.headers.get('location')]).toEqual([307, 'http://127.0.0.1:1/'])
  const envelope = await get('/v1/models')
  expect([envelope.status, await envelope.json()]).toMatchObject([
    200,
    { error: { type: 'overloaded_error' } },
  ])
})

test('the same for messages, and answers without usage', async () => {
  const ask = (stream: boolean) =>
    fetch(`${fake.url}/v1/messages`, {
      method: 'POST',
      headers: usual,
      redirect: 'manual',
      body: JSON.stringify({ ...params, stream }),
    })
  fake.script(
    { kind: 'html', status: 403 },
    { kind: 'redirect', location: 'https://example.invalid/', status: 302 },
    { kind: 'answer', withoutUsage: true },
    { kind: 'answer', withoutUsage: true },
  )
  expect((await ask(false)).status).toBe(403)
  expect((await ask(false)).status).toBe(302)
  expect(await (await ask(false)).json()).not.toHaveProperty('usage')
  const text = await (await ask(true)).text()
  expect(text).toContain('message_stop')
  expect(text).not.toContain('usage')
})

test('whose secret arrived', async () => {
  const callerSecrets = ['sk-ant-oat01-own', 'wif-own']
  await using strict = await startFakeAnthropic({
    apiKeys: ['sk-ant-api03-vault'],
    accessTokens: [],
    callerSecrets,
  })
  const call = async (headers: Record<string, string>) => {
    const response = await fetch(`${strict.url}/v1/models`, {
      headers: { 'anthropic-version': '2023-06-01', ...headers },
    })
    return response.status
  }
  const oauth = { 'anthropic-beta': 'oauth-2025-04-20' }
  expect(await call({ authorization: 'Bearer sk-ant-oat01-own', ...oauth })).toBe(200)
  expect(await call({ authorization: 'Bearer wif-own' })).toBe(200)
  expect(await call({ 'x-api-key': 'sk-ant-api03-vault' })).toBe(200)
  expect(await call({ authorization: 'Bearer sk-ant-oat01-other', ...oauth })).toBe(401)
  expect(await call({ authorization: 'Bearer sk-ant-oat01-own' })).toBe(401)
  expect(await call({ authorization: 'Bearer wif-own', 'x-api-key': 'sk-ant-api03-vault' })).toBe(401)
  expect(strict.calls.map(({ owner, header, secret }) => [owner, header, secret])).toEqual([
    ['caller', 'authorization', 'sk-ant-oat01-own'],
    ['caller', 'authorization', 'wif-own'],
    ['vault', 'x-api-key', 'sk-ant-api03-vault'],
  ])
})
