// What public reports say goes wrong between clients, gateways and upstreams, on the wire.
import { gunzipSync, gzipSync } from 'node:zlib'
import { request as openRequest } from 'node:http'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages } from '../../fixtures/messages.ts'

interface Listed {
  readonly outcome: string
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly costPicoUsd: number | null
  readonly usageIncomplete: boolean
  readonly iterations: readonly { type: string; costPicoUsd: number | null }[] | null
  readonly attempts: readonly { accountId: string; result: string }[]
}

async function lastRecord(gateway: Gateway, projectId: string): Promise<Listed> {
  const list = () => gateway.api.query<{ items: Listed[] }>('requests.list', { projectId })
  await expect.poll(async () => (await list()).items.length, { timeout: 4000 }).toBeGreaterThan(0)
  return (await list()).items[0]!
}

/** An answer of the upstream in these bytes. */
const raw = (body: string | Uint8Array, contentType = 'application/json', headers = {}) =>
  ({ kind: 'error', status: 200, raw: { body, contentType }, headers }) as const

const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-6', content: [] }

test.describe('safeguards', () => {
  const SAFEGUARDED = bodyOf({ safeguards: { mode: 'auto' } })

  test('pass to Anthropic untouched', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    await postMessages(gateway.url, project, SAFEGUARDED)
    expect(gateway.anthropic.requests.at(-1)!.body.toString()).toBe(SAFEGUARDED)
  })

  for (const surface of ['invoke', 'messages', 'mantle'] as const) {
    test(`are named by a 400 on the surface ${surface}, and nothing is sent`, async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const before = gateway.bedrock.requests.length + gateway.mantle.requests.length
      const response = await postMessages(gateway.url, project, SAFEGUARDED)
      expect(response.status).toBe(400)
      const error = await errorOf(response)
      expect(error).toMatchObject({ type: 'invalid_request_error' })
      expect(error.message).toContain('safeguards')
      expect(gateway.bedrock.requests.length + gateway.mantle.requests.length).toBe(before)
    })
  }
})

test('a compaction in the answer is billed', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const usage = {
    input_tokens: 100,
    output_tokens: 10,
    iterations: [
      { type: 'compaction', input_tokens: 18_000, output_tokens: 350, cache_read_input_tokens: 1000 },
      { type: 'message', input_tokens: 100, output_tokens: 10 },
    ],
  }
  gateway.anthropic.script(raw(JSON.stringify({ ...MESSAGE, usage })))
  await postMessages(gateway.url, project, bodyOf({ model: 'claude-sonnet-4-6' }))
  expect(await lastRecord(gateway, project.id)).toMatchObject({
    inputTokens: 18_100,
    outputTokens: 360,
    cacheReadTokens: 1000,
    costPicoUsd: 60_000_000_000,
    iterations: [{ type: 'compaction' }, { type: 'message' }],
  })
})

test('an answer in a coding that the client does not take is undone, one that it takes passes, both are metered', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('anthropic')
  const text = JSON.stringify({ ...MESSAGE, usage: { input_tokens: 7, output_tokens: 3 } })
  const coded = gzipSync(text)
  const get = (acceptEncoding: string) =>
    new Promise<{ coding: string | undefined; body: Buffer }>((resolve, reject) => {
      gateway.anthropic.script(raw(coded, 'application/json', { 'content-encoding': 'gzip' }))
      const headers = {
        'x-api-key': project.key,
        'anthropic-version': '2023-06-01',
        'accept-encoding': acceptEncoding,
      }
      openRequest(`${gateway.url}/v1/messages`, { method: 'POST', headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({ coding: response.headers['content-encoding'], body: Buffer.concat(parts) }),
        )
      })
        .on('error', reject)
        .end(bodyOf())
    })
  const plain = await get('identity')
  expect([plain.coding, plain.body.toString()]).toEqual([undefined, text])
  const passed = await get('gzip, br')
  expect([passed.coding, gunzipSync(passed.body).toString()]).toEqual(['gzip', text])
  const totals = () =>
    gateway.api.query<{ inputTokens: number; unpricedRequests: number }>('usage.summary', {
      projectId: project.id,
      from: '2020-01-01T00:00:00Z',
      to: '2100-01-01T00:00:00Z',
    })
  await expect.poll(async () => (await totals()).inputTokens).toBe(14)
  expect((await totals()).unpricedRequests).toBe(0)
})

test('a completed call that says nothing of its usage is unpriced, not free', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script(raw(JSON.stringify(MESSAGE)))
  await postMessages(gateway.url, project)
  expect(await lastRecord(gateway, project.id)).toMatchObject({
    outcome: 'completed',
    costPicoUsd: null,
    usageIncomplete: true,
  })
})

test('a stream without event names, with a byte order mark and without its last blank line is read', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('anthropic')
  const events = [
    { type: 'message_start', message: { ...MESSAGE, usage: { input_tokens: 5, output_tokens: 1 } } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } },
    { type: 'message_stop' },
  ]
  const text = `\ufeff${events.map((event) => `data: ${JSON.stringify(event)}`).join('\n\n')}\n`
  gateway.anthropic.script(raw(text, 'text/event-stream'))
  const response = await postMessages(gateway.url, project, bodyOf({ stream: true }))
  expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(text))).toBe(true)
  expect(await lastRecord(gateway, project.id)).toMatchObject({
    outcome: 'completed',
    inputTokens: 5,
    outputTokens: 9,
  })
})

test('an error event in the first place lets the next credential serve, on Anthropic too', async ({
  gateway,
}) => {
  const [first, second] = [await gateway.addCredential('anthropic'), await gateway.addCredential('anthropic')]
  const project = await gateway.addProject(first, second)
  gateway.anthropic.script({ kind: 'error_event', after: 0, type: 'overloaded_error', message: 'Overloaded' })
  const response = await postMessages(gateway.url, project, bodyOf({ stream: true }))
  expect(response.headers.get('x-headgate-credential')).toBe(second.accountId)
  expect(await response.text()).toContain('message_stop')
  expect((await lastRecord(gateway, project.id)).attempts).toMatchObject([
    { accountId: first.accountId, result: 'overloaded' },
    { accountId: second.accountId, result: 'ok' },
  ])
})

test('a limit of one model sends no other model elsewhere', async ({ gateway }) => {
  const [first, second] = [await gateway.addCredential('anthropic'), await gateway.addCredential('anthropic')]
  const project = await gateway.addProject(first, second)
  gateway.anthropic.script({ kind: 'error', status: 429, headers: { 'retry-after': '1587827' } })
  const served = async (model: string) =>
    (await postMessages(gateway.url, project, bodyOf({ model }))).headers.get('x-headgate-credential')
  expect(await served('claude-opus-5-5')).toBe(second.accountId)
  expect(await served('claude-opus-5-5')).toBe(second.accountId)
  expect(await served('claude-haiku-5-5')).toBe(first.accountId)
})

test('server tools in the history are not sent to Bedrock, and hide no retryable failure', async ({
  gateway,
}) => {
  const anthropic = await gateway.addCredential('anthropic')
  const bedrock = await gateway.addCredential('bedrock')
  const project = await gateway.addProject(anthropic, bedrock)
  const history = bodyOf({
    messages: [
      { role: 'user', content: 'search' },
      {
        role: 'assistant',
        content: [
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
        ],
      },
      { role: 'user', content: 'go on' },
    ],
  })
  gateway.anthropic.script({ kind: 'error', status: 429, type: 'rate_limit_error', message: 'slow down' })
  const response = await postMessages(gateway.url, project, history)
  expect(response.status).toBe(429)
  expect((await lastRecord(gateway, project.id)).attempts).toMatchObject([
    { result: 'rate_limited' },
    { result: 'not_sent' },
  ])
})

test('of two credential headers the project key counts', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const foreign = 'sk-ant-api03-of-somebody-else-0123456789'
  const both: readonly Readonly<Record<string, string>>[] = [
    { authorization: `Bearer ${foreign}` },
    { 'x-api-key': foreign, authorization: `Bearer ${project.key}` },
    { 'x-api-key': '', authorization: `Bearer ${project.key}` },
  ]
  for (const headers of both) {
    expect((await postMessages(gateway.url, project, bodyOf(), { headers })).status).toBe(200)
    expect(JSON.stringify(gateway.anthropic.requests.at(-1)!.headers)).not.toContain(foreign)
  }
})

test('a misspelt base URL is told the right path', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  for (const path of ['/v1/v1/messages', '//v1/messages', '/v1/message', '/anthropic/v1/messages']) {
    const response = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': project.key },
      body: bodyOf(),
    })
    expect([path, response.status]).toEqual([path, 404])
    const error = await errorOf(response)
    expect(error.type).toBe('not_found_error')
    expect(error.message).toContain('/v1/messages')
    expect(error.message).not.toMatch(/workspace|permission/i)
  }
})

test('a model name with additions is an alias on both providers', async ({ gateway }) => {
  const model = 'anthropic/claude-haiku-4-5[1m]'
  const direct = await gateway.projectOn('anthropic')
  expect((await postMessages(gateway.url, direct, bodyOf({ model }))).status).toBe(200)
  expect(JSON.parse(gateway.anthropic.requests.at(-1)!.body.toString())).toMatchObject({
    model: 'claude-haiku-4-5',
  })
  expect(
    (await postMessages(gateway.url, await gateway.projectOn('bedrock'), bodyOf({ model }))).status,
  ).toBe(200)
  expect(await lastRecord(gateway, direct.id)).toMatchObject({ model, upstreamModel: 'claude-haiku-4-5' })
})

test('chat completions are metered', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const usage = { prompt_tokens: 30, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 10 } }
  gateway.anthropic.others.script(raw(JSON.stringify({ model: 'claude-haiku-4-5', usage })))
  await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'x-api-key': project.key,
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    },
    body: '{}',
  })
  expect(await lastRecord(gateway, project.id)).toMatchObject({
    inputTokens: 20,
    outputTokens: 4,
    cacheReadTokens: 10,
    costPicoUsd: 20_000_000 + 20_000_000 + 1_000_000,
  })
})
