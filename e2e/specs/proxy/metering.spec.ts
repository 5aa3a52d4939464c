// What is written down about each call: exactly once, in five classes, with its price, and honestly.
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

interface Summary {
  requests: number
  inputTokens: number
  outputTokens: number
  cacheWrite5mTokens: number
  cacheWrite1hTokens: number
  cacheReadTokens: number
  costMicroUsd: number | null
  unpricedRequests: number
}

interface Row {
  requestId: string
  status: number
  outcome: string
  errorType: string | null
  inputTokens: number | null
  outputTokens: number | null
  costPicoUsd: number | null
  upstreamModel: string | null
  sessionId: string | null
  timeToFirstByteMs: number | null
  accountId: string | null
  attempts: {
    result: string
    status: number | null
    reason: string | null
    upstreamRequestId: string | null
  }[]
}

const USAGE = {
  inputTokens: 1000,
  outputTokens: 100,
  cacheWrite5mTokens: 512,
  cacheWrite1hTokens: 256,
  cacheReadTokens: 2048,
}
/** Haiku 4.5 at list price, in micro-dollars. */
const LIST_PRICE = 1000 * 1 + 100 * 5 + 512 * 1.25 + 256 * 2 + 2048 * 0.1

const DAY = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }

async function rowOf(gateway: Gateway, projectId: string): Promise<Row> {
  let row: Row | undefined
  // Complete within two seconds of the end of a request.
  await expect
    .poll(
      async () =>
        (row = (await gateway.api.query<{ items: Row[] }>('requests.list', { projectId, limit: 1 }))
          .items[0]),
      { timeout: 2000 },
    )
    .toBeTruthy()
  return row!
}

for (const [kind, factor] of [
  ['anthropic', 1],
  ['bedrock', 1.1],
] as const) {
  for (const stream of [false, true]) {
    test(`${kind}, ${stream ? 'streamed' : 'as JSON'}: five token classes and their price`, async ({
      gateway,
    }) => {
      const project = await gateway.projectOn(kind, kind === 'bedrock' ? { geography: 'us' } : {})
      const fake = kind === 'bedrock' ? gateway.bedrock : gateway.anthropic
      fake.script({ kind: 'answer', usage: USAGE })
      const caching = { system: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }] }
      const response = await postMessages(gateway.url, project, bodyOf({ stream, ...caching }))
      await response.text()
      const row = await rowOf(gateway, project.id)
      expect(row).toMatchObject({
        ...USAGE,
        outcome: 'completed',
        status: 200,
        requestId: response.headers.get('x-headgate-request-id'),
      })
      expect(row.costPicoUsd).toBeCloseTo(LIST_PRICE * factor * 1_000_000, 0)
      const summary = await gateway.api.query<Summary>('usage.summary', { projectId: project.id, ...DAY })
      expect(summary).toEqual({
        requests: 1,
        ...USAGE,
        costMicroUsd: Math.round(LIST_PRICE * factor),
        unpricedRequests: 0,
        incompleteRequests: 0,
      })
    })
  }
}

test('an unknown price is null, never 0', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await (await postMessages(gateway.url, project, bodyOf({ model: 'claude-of-the-future' }))).text()
  expect(await rowOf(gateway, project.id)).toMatchObject({ costPicoUsd: null, outcome: 'completed' })
  expect(await gateway.api.query<Summary>('usage.summary', { projectId: project.id, ...DAY })).toMatchObject({
    costMicroUsd: null,
    unpricedRequests: 1,
  })
})

test('a range is exact to the second', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const from = new Date().toISOString()
  await (await postMessages(gateway.url, project)).text()
  const to = new Date(Date.now() + 1).toISOString()
  await rowOf(gateway, project.id)
  const count = async (range: object) =>
    (await gateway.api.query<Summary>('usage.summary', { projectId: project.id, ...range })).requests
  expect([
    await count({ from, to }),
    await count({ from: to, to: DAY.to }),
    await count({ from: DAY.from, to: from }),
  ]).toEqual([1, 0, 0])
})

test.describe('failures are never shown as success', () => {
  test('a stream that was cut', async ({ gateway }) => {
    for (const kind of ['anthropic', 'bedrock'] as const) {
      const project = await gateway.projectOn(kind)
      const fake = kind === 'bedrock' ? gateway.bedrock : gateway.anthropic
      fake.script({ kind: 'cut', at: { events: 4 } })
      await (await postMessages(gateway.url, project, bodyOf({ stream: true }))).text().catch(() => '')
      expect(await rowOf(gateway, project.id)).toMatchObject({
        outcome: 'interrupted',
        status: 200,
        errorType: 'api_error',
        inputTokens: 11,
      })
    }
  })

  test('a stream that ended too early in good order', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'cut', at: { events: 4 }, ending: 'clean' })
    await (await postMessages(gateway.url, project, bodyOf({ stream: true }))).text()
    expect(await rowOf(gateway, project.id)).toMatchObject({ outcome: 'interrupted' })
  })

  test('an error inside a stream', async ({ gateway }) => {
    const anthropic = await gateway.projectOn('anthropic')
    gateway.anthropic.script({
      kind: 'error_event',
      after: 3,
      type: 'overloaded_error',
      message: 'Overloaded',
    })
    await (await postMessages(gateway.url, anthropic, bodyOf({ stream: true }))).text()
    expect(await rowOf(gateway, anthropic.id)).toMatchObject({
      outcome: 'upstream_error',
      errorType: 'overloaded_error',
    })
    const bedrock = await gateway.projectOn('bedrock')
    gateway.bedrock.script({ kind: 'exception_frame', at: 3, exception: 'throttlingException', message: 'x' })
    await (await postMessages(gateway.url, bedrock, bodyOf({ stream: true }))).text()
    expect(await rowOf(gateway, bedrock.id)).toMatchObject({
      outcome: 'upstream_error',
      errorType: 'rate_limit_error',
      attempts: [{ result: 'rate_limited', status: 200, reason: 'throttlingException: x' }],
    })
    expect(await gateway.api.query('credentials.get', { id: bedrock.credential.id })).toMatchObject({
      status: 'cooling',
    })
  })

  test('a success status without a message is none', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({
      kind: 'error',
      status: 200,
      raw: { contentType: 'application/json', body: '<html>maintenance</html>' },
    })
    const response = await postMessages(gateway.url, project)
    expect([response.status, await response.text()]).toEqual([200, '<html>maintenance</html>'])
    expect(await rowOf(gateway, project.id)).toMatchObject({
      outcome: 'upstream_error',
      attempts: [{ result: 'unreadable', status: 200 }],
    })
  })

  test('a client that left before the head, with whom it was waiting for', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'answer', firstByteDelayMs: 5000 })
    const abort = new AbortController()
    const asked = postMessages(gateway.url, project, bodyOf(), { signal: abort.signal }).catch(
      () => undefined,
    )
    await expect.poll(() => gateway.anthropic.requests.length).toBe(1)
    abort.abort()
    await asked
    expect(await rowOf(gateway, project.id)).toMatchObject({
      outcome: 'client_closed',
      accountId: project.credential.accountId,
      attempts: [{ result: 'aborted', status: null }],
    })
  })

  test('an upstream’s error, with its words', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'error', status: 429, type: 'rate_limit_error', message: 'slow down' })
    await (await postMessages(gateway.url, project)).text()
    expect(await rowOf(gateway, project.id)).toMatchObject({
      outcome: 'upstream_error',
      status: 429,
      errorType: 'rate_limit_error',
      errorMessage: 'slow down',
    })
  })

  test('a denial of the gateway', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    await (await postMessages(gateway.url, project, bodyOf({ model: 'nope' }))).text()
    expect(await rowOf(gateway, project.id)).toMatchObject({
      outcome: 'denied',
      status: 404,
      errorType: 'not_found_error',
      costPicoUsd: null,
    })
  })

  test('a client that left, with what was seen until then', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    gateway.bedrock.script({ kind: 'answer', chunkDelayMs: 100 })
    const abort = new AbortController()
    const response = await postMessages(gateway.url, project, bodyOf({ stream: true }), {
      signal: abort.signal,
    })
    const reader = response.body!.getReader()
    await reader.read()
    abort.abort()
    await reader.read().catch(() => undefined)
    expect(await rowOf(gateway, project.id)).toMatchObject({
      outcome: 'client_closed',
      status: 499,
      inputTokens: 11,
    })
  })
})

test('sessions are found in the header and in metadata', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await (
    await postMessages(gateway.url, project, bodyOf(), {
      headers: { 'x-claude-code-session-id': 'from-header' },
    })
  ).text()
  expect(await rowOf(gateway, project.id)).toMatchObject({ sessionId: 'from-header' })
})

test('strangers leave no rows', async ({ gateway }) => {
  const count = async () => (await gateway.api.query<Summary>('usage.summary', DAY)).requests
  const before = await count()
  await fetch(`${gateway.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'hg_live_unknown' },
    body: bodyOf(),
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await count()).toBe(before)
})

test('metrics count what was served, by provider', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  await (await postMessages(gateway.url, project)).text()
  await rowOf(gateway, project.id)
  const text = await (await fetch(`${gateway.url}/metrics`)).text()
  for (const line of [
    /^headgate_requests_total\{provider="bedrock",outcome="completed",status="200"\} \d+$/m,
    /^headgate_request_duration_seconds_count\{provider="bedrock"\} \d+$/m,
    /^headgate_time_to_first_byte_seconds_count\{provider="bedrock"\} \d+$/m,
    /^headgate_tokens_total\{provider="bedrock",class="input"\} \d+$/m,
    /^headgate_upstream_attempts_total\{provider="bedrock",result="ok"\} \d+$/m,
  ]) {
    expect(text).toMatch(line)
  }
  expect(text).not.toContain(project.key)
})
