// The same endpoint on Bedrock's InvokeModel: what goes to AWS, and what comes back in Anthropic's form.
import { gzipSync } from 'node:zlib'
import { BEDROCK_KEY, expect, test } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, eventsOf, postMessages } from '../../fixtures/messages.ts'

const STREAM = bodyOf({ stream: true })

test('model and operation are in the URL, version and betas in the body', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock', { region: 'eu-central-1', geography: 'eu' })
  const headers = {
    'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,brand-new-2027-01-01',
  }
  await postMessages(gateway.url, project, bodyOf({ metadata: { user_id: 'u' }, service_tier: 'auto' }), {
    headers,
    query: '?beta=true',
  })
  await postMessages(gateway.url, project, STREAM)
  const [once, streamed] = gateway.bedrock.requests.slice(-2)
  const path = '/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0'
  expect([once!.url, streamed!.url]).toEqual([`${path}/invoke`, `${path}/invoke-with-response-stream`])
  expect(JSON.parse(once!.body.toString())).toEqual({
    anthropic_version: 'bedrock-2023-05-31',
    anthropic_beta: ['interleaved-thinking-2025-05-14'],
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello there' }],
    metadata: { user_id: 'u' },
  })
})

test('nothing of the client’s credentials reaches AWS', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const response = await postMessages(gateway.url, project, bodyOf(), {
    headers: {
      authorization: `Bearer ${project.key}`,
      cookie: 'session=secret',
      'x-stainless-lang': 'js',
      'x-claude-code-session-id': 's',
      'anthropic-beta': 'oauth-2025-04-20',
      'x-amz-security-token': 'client-token',
    },
  })
  expect(response.status).toBe(200)
  const { headers } = gateway.bedrock.requests.at(-1)!
  expect(Object.keys(headers).sort()).toEqual([
    'accept',
    'accept-encoding',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
  ])
  expect(headers.authorization).toBe(`Bearer ${BEDROCK_KEY}`)
  expect(gateway.bedrock.leaks).toEqual([])
})

test('a caller’s own credentials beside the project key never reach AWS', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const response = await postMessages(gateway.url, project, bodyOf(), {
    headers: {
      'x-headgate-key': project.key,
      'x-api-key': 'sk-ant-api03-callers-own',
      authorization: 'Bearer sk-ant-oat01-callers-own',
    },
  })
  expect(response.status).toBe(200)
  expect(gateway.bedrock.leaks).toEqual([])
})

test('compressed bodies are decoded', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const response = await postMessages(gateway.url, project, Uint8Array.from(gzipSync(bodyOf())), {
    headers: { 'content-encoding': 'gzip' },
  })
  expect(response.status).toBe(200)
  expect(gateway.bedrock.requests.at(-1)!.headers['content-encoding']).toBeUndefined()
})

test('the stream has Anthropic’s form: event lines, metrics taken out, AWS’s id kept', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('bedrock')
  const response = await postMessages(gateway.url, project, STREAM)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('request-id')).toBe(response.headers.get('x-headgate-request-id'))
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  const text = await response.text()
  const events = eventsOf(text)
  for (const { event, data } of events) expect(data.type).toBe(event)
  expect(events[0]!.data).toMatchObject({ message: { model: 'claude-haiku-4-5-20251001', content: [] } })
  expect(events.at(-1)!.event).toBe('message_stop')
  expect(text).not.toContain('invocationMetrics')
})

test('tool input keeps its bytes: 64-bit integers, 1e400, 1.0', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const tools = {
    tools: [{ name: 'lookup', input_schema: { type: 'object' } }],
    tool_choice: { type: 'any' },
  }
  const text = await (await postMessages(gateway.url, project, bodyOf(tools))).text()
  for (const form of ['9007199254740993', '1e400', ':1.0', 'caf\\u00e9\\/menu']) expect(text).toContain(form)
})

test.describe('frames', () => {
  for (const [name, behaviour] of [
    ['split into single bytes', { kind: 'fragmented', pieceBytes: 1 }],
    ['split into 7 bytes', { kind: 'fragmented', pieceBytes: 7 }],
    ['several in one write', { kind: 'coalesced' }],
  ] as const) {
    test(name, async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock')
      gateway.bedrock.script(behaviour)
      const events = eventsOf(await (await postMessages(gateway.url, project, STREAM)).text())
      expect([events[0]!.event, events.at(-1)!.event]).toEqual(['message_start', 'message_stop'])
    })
  }
})

test.describe('a stream that goes wrong ends with an error event, never cleanly', () => {
  for (const [name, behaviour, type] of [
    [
      'exception frame',
      { kind: 'exception_frame', at: 3, exception: 'throttlingException', message: 'Too many tokens' },
      'rate_limit_error',
    ],
    [
      'model timeout',
      { kind: 'exception_frame', at: 3, exception: 'modelTimeoutException', message: 'slow' },
      'timeout_error',
    ],
    ['error frame', { kind: 'error_frame', at: 3, message: 'An internal error' }, 'api_error'],
    ['wrong message checksum', { kind: 'wrong_crc', at: 3, which: 'message' }, 'api_error'],
    ['wrong prelude checksum', { kind: 'wrong_crc', at: 3, which: 'prelude' }, 'api_error'],
    ['connection cut', { kind: 'cut', at: { events: 3 } }, 'api_error'],
    ['cut in the middle of a later frame', { kind: 'cut', at: { bytes: 1000 } }, 'api_error'],
    ['a clean end that comes too early', { kind: 'cut', at: { events: 3 }, ending: 'clean' }, 'api_error'],
  ] as const) {
    test(name, async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock')
      gateway.bedrock.script(behaviour)
      const response = await postMessages(gateway.url, project, STREAM)
      expect(response.status).toBe(200)
      const events = eventsOf(await response.text())
      expect(events.slice(0, -1).every(({ event }) => event !== 'error' && event !== 'message_stop')).toBe(
        true,
      )
      expect(events.at(-1)).toMatchObject({ event: 'error', data: { type: 'error', error: { type } } })
      expect(events.at(-1)!.data.request_id).toBe(response.headers.get('request-id'))
    })
  }
})

test('an exception in the very first frame keeps its real status', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  for (const [exception, status, type] of [
    ['throttlingException', 429, 'rate_limit_error'],
    ['validationException', 400, 'invalid_request_error'],
    ['serviceUnavailableException', 529, 'overloaded_error'],
    ['internalServerException', 500, 'api_error'],
  ] as const) {
    gateway.bedrock.script({ kind: 'exception_frame', at: 0, exception, message: 'because' })
    const response = await postMessages(gateway.url, project, STREAM)
    expect(await errorOf(response)).toEqual({ status, type, message: 'because' })
  }
})

test('a silent stream is kept alive with pings, before the first byte and later', async ({ gateway }) => {
  test.setTimeout(90_000)
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.script(
    { kind: 'answer', firstByteDelayMs: 16_000 },
    { kind: 'answer', silence: { after: 2, ms: 16_000 } },
  )
  const [late, paused] = await Promise.all([
    postMessages(gateway.url, project, STREAM),
    postMessages(gateway.url, project, STREAM),
  ])
  expect(late.status).toBe(200)
  const names = eventsOf(await late.text()).map(({ event }) => event)
  expect(names.slice(0, 2)).toEqual(['ping', 'message_start'])
  expect(names.at(-1)).toBe('message_stop')
  const later = eventsOf(await paused.text()).map(({ event }) => event)
  expect(later.indexOf('ping')).toBe(2)
  expect(later.at(-1)).toBe('message_stop')
})

test('after a ping has gone out, a failure is an error event', async ({ gateway }) => {
  test.setTimeout(90_000)
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.script({
    kind: 'error',
    status: 429,
    exception: 'ThrottlingException',
    message: 'Too many',
    delayMs: 16_000,
  })
  const response = await postMessages(gateway.url, project, STREAM)
  expect(response.status).toBe(200)
  const events = eventsOf(await response.text())
  expect(events.map(({ event }) => event)).toEqual(['ping', 'error'])
  expect(events[1]!.data).toMatchObject({ error: { type: 'rate_limit_error' } })
})

test('a success that is no event stream is not taken for one', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.script({
    kind: 'error',
    status: 200,
    raw: { body: '<UnknownOperationException/>', contentType: 'application/xml' },
  })
  expect(await errorOf(await postMessages(gateway.url, project, STREAM))).toMatchObject({
    status: 502,
    type: 'api_error',
  })
  gateway.bedrock.script({ kind: 'error', status: 200, raw: { body: '<html>', contentType: 'text/html' } })
  expect(await errorOf(await postMessages(gateway.url, project, bodyOf()))).toMatchObject({
    status: 502,
    type: 'api_error',
  })
})

test('AWS accounts and ARNs do not reach the client', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.script({
    kind: 'error',
    status: 403,
    exception: 'AccessDeniedException',
    message: 'User: arn:aws:iam::111122223333:user/gateway is not authorized to perform: bedrock:InvokeModel',
  })
  const error = await errorOf(await postMessages(gateway.url, project))
  expect(error).toMatchObject({ status: 403, type: 'permission_error' })
  expect(error.message).not.toContain('111122223333')
})

test('what is hopeless tells SDKs not to retry, streamed or not; what may pass does not', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('bedrock')
  const daily = 'Too many tokens per day, please wait before trying again.'
  const throttled = { kind: 'error', status: 429, exception: 'ThrottlingException' } as const
  const shouldRetry = async (body: string) => {
    const response = await postMessages(gateway.url, project, body)
    expect(await errorOf(response)).toMatchObject({ status: 429, type: 'rate_limit_error' })
    return response.headers.get('x-should-retry')
  }
  gateway.bedrock.script({ ...throttled, message: daily })
  expect(await shouldRetry(bodyOf())).toBe('false')
  gateway.bedrock.script({ kind: 'exception_frame', at: 0, exception: 'throttlingException', message: daily })
  expect(await shouldRetry(STREAM)).toBe('false')
  gateway.bedrock.script({ ...throttled, message: 'Too many tokens, please wait before trying again.' })
  expect(await shouldRetry(bodyOf())).toBeNull()
})

test.describe('a 200 that is no message is a failure, and recorded as one', () => {
  for (const [name, body, contentType] of [
    [
      'an operation that AWS does not know',
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
      'application/json',
    ],
    ['JSON of something in between', '{"type":"notice"}', 'application/json'],
    ['HTML', '<html></html>', 'text/html'],
    ['a message of another content type', '{"type":"message","content":[]}', 'text/plain'],
  ] as const) {
    test(name, async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock')
      gateway.bedrock.script({ kind: 'error', status: 200, raw: { body, contentType } })
      const response = await postMessages(gateway.url, project)
      expect(await errorOf(response)).toMatchObject({ status: 502, type: 'api_error' })
      const listed = () => gateway.api.query<{ items: object[] }>('requests.list', { projectId: project.id })
      await expect
        .poll(async () => (await listed()).items, { timeout: 2000 })
        .toMatchObject([{ status: 502, outcome: 'upstream_error', attempts: [{ result: 'unreadable' }] }])
    })
  }
})
