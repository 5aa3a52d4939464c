import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { AnthropicBehaviour } from './behaviours.ts'
import { startFakeAnthropic, type FakeAnthropic } from './fake-anthropic.ts'

let fake: FakeAnthropic
beforeAll(async () => {
  fake = await startFakeAnthropic()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

function ask({ stream = true, signal }: { stream?: boolean; signal?: AbortSignal } = {}): Promise<Response> {
  return fetch(`${fake.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'sk-ant-api03-test', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'claude-opus-5',
      max_tokens: 16,
      stream,
      messages: [{ role: 'user', content: 'hi' }],
    }),
    ...(signal && { signal }),
  })
}

function eventNames(text: string): string[] {
  return [...text.matchAll(/^event: (.*)$/gm)].map((match) => match[1] ?? '')
}

test('headers and events are those of the Claude API', async () => {
  const response = await ask()
  const { headers } = response
  expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(headers.get('request-id')).toMatch(/^req_01/)
  expect(headers.get('anthropic-ratelimit-requests-remaining')).toBe('3000')
  expect(headers.get('anthropic-ratelimit-input-tokens-reset')).toMatch(/^\d{4}-.*:\d\dZ$/)
  expect(headers.get('set-cookie')).toContain('stand-in-cookie')
  const text = await response.text()
  expect(eventNames(text).slice(0, 4)).toEqual([
    'message_start',
    'ping',
    'content_block_start',
    'content_block_delta',
  ])
  expect(text).toContain('event: ping\ndata: {"type": "ping"}\n\n')
  expect(text).toMatch(
    /"usage":\{"input_tokens":9,"cache_creation_input_tokens":0,.*\}\n\nevent: message_stop\n/,
  )
})

test('overrides and extra events', async () => {
  fake.script({
    kind: 'answer',
    text: 'Two words',
    model: 'claude-other',
    stopReason: 'max_tokens',
    usage: { inputTokens: 5, outputTokens: 7 },
    extraEvents: [{ after: 2, sse: ': comment\n\nevent: new_thing\ndata: {"a":1}\n\n' }],
  })
  const text = await (await ask()).text()
  expect(eventNames(text).slice(0, 3)).toEqual(['message_start', 'ping', 'new_thing'])
  expect(text).toContain('"model":"claude-other"')
  expect(text).toContain('"delta":{"type":"text_delta","text":" words"}')
  expect(text).toContain('"stop_reason":"max_tokens"')
  expect(text).toContain('"output_tokens":7}')
})

test('errors: envelope, further headers, and a page of the network edge', async () => {
  const html = '<html>502 Bad Gateway</html>'
  fake.script(
    { kind: 'error', status: 429, headers: { 'retry-after': '7', 'request-id': 'req_own' } },
    { kind: 'error', status: 400, type: 'odd_error', message: 'Odd', details: { error_code: 'odd' } },
    { kind: 'error', status: 502, raw: { body: html, contentType: 'text/html' } },
  )
  const limited = await ask()
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
  expect(limited.headers.get('request-id')).toBe('req_own')
  expect(await limited.json()).toMatchObject({ error: { type: 'rate_limit_error' } })
  expect(await (await ask()).json()).toMatchObject({
    error: { type: 'odd_error', message: 'Odd', details: { error_code: 'odd' } },
  })
  const edge = await ask()
  expect([edge.status, edge.headers.get('content-type')]).toEqual([502, 'text/html'])
  expect(edge.headers.get('request-id')).toBeNull()
  expect(await edge.text()).toBe(html)
})

test('an error event ends the stream', async () => {
  fake.script({ kind: 'error_event', after: 5, type: 'api_error', message: 'Broken' })
  const text = await (await ask()).text()
  expect(eventNames(text)).toHaveLength(6)
  expect(text).toMatch(
    /event: error\ndata: \{"type":"error","error":\{"type":"api_error","message":"Broken"\}.*\n\n$/,
  )
})

test('a cut stream breaks, or ends as if it were whole', async () => {
  fake.script(
    { kind: 'cut', at: { events: 3 } },
    { kind: 'cut', at: { events: 3 }, ending: 'clean' },
    { kind: 'cut', at: { bytes: 100 }, ending: 'clean' },
    { kind: 'cut', at: { bytes: 100 } },
  )
  await expect((await ask()).text()).rejects.toThrow()
  expect(eventNames(await (await ask()).text())).toHaveLength(3)
  expect(await (await ask()).text()).toHaveLength(100)
  await expect((await ask({ stream: false })).text()).rejects.toThrow()
  expect(fake.requests.map(({ aborted }) => aborted)).toEqual([false, false, false, false])
})

test('a reset connection, and a request that is never answered', async () => {
  fake.script({ kind: 'reset' }, { kind: 'hang' })
  await expect(ask()).rejects.toThrow()
  await expect(ask({ signal: AbortSignal.timeout(50) })).rejects.toThrow()
  expect(fake.requests[0]?.aborted).toBe(false)
  await vi.waitFor(() => expect(fake.requests[1]?.aborted).toBe(true))
})

test('pauses: before the head, between events, and after the n-th event', async () => {
  const elapsed = async (behaviour: AnthropicBehaviour) => {
    fake.script(behaviour)
    const start = performance.now()
    const response = await ask()
    const headMs = performance.now() - start
    await response.text()
    return { headMs, totalMs: performance.now() - start }
  }
  expect((await elapsed({ kind: 'answer', firstByteDelayMs: 60 })).headMs).toBeGreaterThan(55)
  const silent = await elapsed({ kind: 'answer', silence: { after: 0, ms: 80 } })
  expect(silent.headMs).toBeLessThan(75)
  expect(silent.totalMs).toBeGreaterThan(75)
  expect((await elapsed({ kind: 'answer', chunkDelayMs: 10 })).totalMs).toBeGreaterThan(100)
})

test('a client that leaves in the middle is noticed', async () => {
  fake.always({ kind: 'answer', chunkDelayMs: 5000 })
  const controller = new AbortController()
  const response = await ask({ signal: controller.signal })
  await response.body?.getReader().read()
  controller.abort()
  await vi.waitFor(() => expect(fake.requests[0]?.aborted).toBe(true))
})

test('closing ends requests that are still open', async () => {
  const other = await startFakeAnthropic()
  other.always({ kind: 'hang' })
  const open = fetch(`${other.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'sk-ant-api03-test', 'anthropic-version': '2023-06-01' },
    body: '{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}',
  })
  const failed = open.then(
    () => null,
    (error: unknown) => error,
  )
  await vi.waitFor(() => expect(other.requests).toHaveLength(1))
  await other.close()
  expect(await failed).toBeInstanceOf(Error)
  expect(other.requests[0]?.aborted).toBe(false)
})
