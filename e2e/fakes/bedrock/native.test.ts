import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { signedPost } from '../aws/sign-request.ts'
import type { BedrockBehaviour } from './behaviours.ts'
import { startFakeBedrock } from './fake-bedrock.ts'
import { startFakeMantle } from './fake-mantle.ts'
import type { AwsFake } from './start-aws-fake.ts'

const surfaces = [
  ['the runtime', startFakeBedrock, 'global.anthropic.claude-opus-5', 'bedrock'],
  ['mantle', startFakeMantle, 'anthropic.claude-opus-5', 'bedrock-mantle'],
] as const

describe.each(surfaces)('native Messages on %s', (_, start, model, service) => {
  let fake: AwsFake
  beforeAll(async () => {
    fake = await start()
  })
  beforeEach(() => fake.reset())
  afterAll(() => fake.close())

  const usual = { 'anthropic-version': '2023-06-01', 'content-type': 'application/json' }
  const question = { model, max_tokens: 16, messages: [{ role: 'user', content: 'hi' }] }
  const url = () => `${fake.url}/anthropic/v1/messages`

  function ask(changes: object = {}, headers: object = {}, signal?: AbortSignal): Promise<Response> {
    return fetch(url(), {
      method: 'POST',
      headers: { authorization: 'Bearer ABSKtest', ...usual, ...headers },
      body: JSON.stringify({ ...question, ...changes }),
      ...(signal && { signal }),
    })
  }

  const eventNames = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map((match) => match[1])
  const streamed = async (behaviour: BedrockBehaviour) => {
    fake.script(behaviour)
    return (await ask({ stream: true })).text()
  }

  test('a whole message and a stream, with the id that was asked for', async () => {
    const whole = await ask()
    expect(await whole.json()).toMatchObject({
      id: expect.stringMatching(/^msg_bdrk_/),
      model,
      type: 'message',
    })
    expect(whole.headers.get('x-amzn-requestid')).not.toBeNull()
    expect(whole.headers.get('request-id')).toBeNull()
    const stream = await ask({ stream: true })
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const text = await stream.text()
    expect(eventNames(text)).not.toContain('ping')
    expect(eventNames(text).at(-1)).toBe('message_stop')
    expect(text).toContain(`"model":"${model}"`)
    expect(text).not.toContain('invocationMetrics')
  })

  test('callers: bearer, key header, signature', async () => {
    const body = JSON.stringify(question)
    const keyed = await fetch(url(), { method: 'POST', headers: { 'x-api-key': 'ABSKtest', ...usual }, body })
    const signed = await signedPost(url(), body, { service, headers: usual })
    const other = await signedPost(url(), body, { service: 'sts', headers: usual })
    expect([keyed.status, signed.status, other.status]).toEqual([200, 200, 403])
    expect(fake.leaks).toHaveLength(0)
    expect(fake.acceptedCallers.map(({ proof }) => proof)).toEqual(['x-api-key', 'signature'])
    expect(await other.json()).toEqual({ message: expect.stringContaining(`correct service: '${service}'`) })
  })

  test.each([
    [{ service_tier: 'auto' }, {}, 'service_tier: Extra inputs are not permitted'],
    [{ anthropic_version: 'bedrock-2023-05-31' }, {}, 'anthropic_version: Extra inputs'],
    [{ cache_control: { type: 'ephemeral' } }, {}, 'cache_control: Extra inputs'],
    [{ max_tokens: undefined }, {}, 'max_tokens: Field required'],
    [{ model: undefined }, {}, 'model: Field required'],
    [{ tools: [{ name: 't', input_schema: {}, strict: true }] }, {}, 'tools.0.custom.strict: Extra inputs'],
    [{ tools: [{ type: 'web_search_20250305', name: 'w' }] }, {}, "tools.0: Input tag 'web_search_20250305'"],
    [{ context_management: {} }, {}, 'context_management: Extra inputs'],
    [
      { context_management: { edits: [{ type: 'compact_20260112' }] } },
      { 'anthropic-beta': 'context-management-2025-06-27' },
      "context_management.edits.0: Input tag 'compact_20260112'",
    ],
    [{}, { 'anthropic-beta': 'oauth-2025-04-20' }, 'invalid beta flag'],
    [{}, { 'anthropic-version': '1999-01-01' }, 'anthropic-version'],
  ])('the body %o with %o is rejected', async (changes, headers, message) => {
    const response = await ask(changes, headers)
    expect(response.status).toBe(400)
    expect(response.headers.get('x-amzn-requestid')).not.toBeNull()
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining(message) },
    })
  })

  test('a version header is required', async () => {
    const headers = { authorization: 'Bearer ABSKtest' }
    const response = await fetch(url(), { method: 'POST', headers, body: JSON.stringify(question) })
    expect(await response.text()).toContain('anthropic-version: header is required')
    expect((await ask({}, { 'anthropic-version': '2026-10-21' })).status).toBe(200)
  })

  test('errors in either shape, pages, and paths that are said not to exist', async () => {
    fake.script(
      { kind: 'error', status: 529 },
      { kind: 'error', status: 429, exception: 'ThrottlingException', message: 'Too many tokens' },
      { kind: 'error', status: 400, shape: 'aws', message: 'x', messageField: 'Message' },
      { kind: 'html', status: 502 },
      { kind: 'unknown_operation', status: 200 },
    )
    expect(await (await ask()).json()).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } })
    expect(await (await ask()).json()).toEqual({ message: 'Too many tokens' })
    expect(await (await ask()).json()).toEqual({ Message: 'x' })
    const page = await ask()
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html'])
    const unknown = await ask()
    expect([unknown.status, await unknown.text()]).toEqual([200, expect.stringContaining('UnknownOperation')])
  })

  test('streams that end early', async () => {
    expect(eventNames(await streamed({ kind: 'error_event', after: 3, type: 'api_error' }))).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'error',
    ])
    expect(eventNames(await streamed({ kind: 'cut', at: { events: 2 }, ending: 'clean' }))).toHaveLength(2)
    expect(await streamed({ kind: 'cut', at: { bytes: 40 }, ending: 'clean' })).toHaveLength(40)
    await expect(streamed({ kind: 'cut', at: { events: 2 } })).rejects.toThrow()
    await expect(streamed({ kind: 'reset' })).rejects.toThrow()
    const whole = await streamed({ kind: 'fragmented', pieceBytes: 7 })
    expect(eventNames(whole).at(-1)).toBe('message_stop')
    expect(await streamed({ kind: 'error_frame', at: 0 })).toContain('stand-in failed')
    expect(await streamed({ kind: 'answer', withoutUsage: true })).not.toContain('usage')
  })

  test('a request that is never answered', async () => {
    fake.script({ kind: 'hang' })
    await expect(ask({}, {}, AbortSignal.timeout(50))).rejects.toThrow()
    await vi.waitFor(() => expect(fake.requests[0]?.aborted).toBe(true))
  })

  test('rejections in the shape of AWS', async () => {
    fake.reject({ errorShape: 'aws' })
    expect(await (await ask({ speed: 'fast' })).json()).toEqual({
      message: 'speed: Extra inputs are not permitted',
    })
  })
})

test('the runtime knows profiles and restricts the user id', async () => {
  await using fake = await startFakeBedrock()
  const ask = async (changes: object) => {
    const response = await fetch(`${fake.url}/anthropic/v1/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer ABSKtest', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ model: 'us.anthropic.claude-opus-5', max_tokens: 1, messages: [], ...changes }),
    })
    return `${response.status} ${await response.text()}`
  }
  expect(await ask({ metadata: { user_id: 'user_ab-1' } })).toMatch(/^200/)
  expect(await ask({ metadata: { user_id: '{"device_id":"x"}' } })).toMatch(/^400.*metadata.user_id/)
  expect(await ask({ model: 'anthropic.claude-opus-5' })).toMatch(/^400.*on-demand throughput/)
  expect(await ask({ model: 'claude-opus-5' })).toMatch(/^400.*identifier is invalid/)
})

test('mantle knows bare ids, more betas, and counting', async () => {
  await using fake = await startFakeMantle()
  const ask = async (changes: object, headers: object = {}, path = '/anthropic/v1/messages') => {
    const response = await fetch(fake.url + path, {
      method: 'POST',
      headers: { 'x-api-key': 'ABSKtest', 'anthropic-version': '2023-06-01', ...headers },
      body: JSON.stringify({
        model: 'anthropic.claude-haiku-4-5',
        max_tokens: 1,
        messages: [{ role: 'user', content: 'hi' }],
        ...changes,
      }),
    })
    return `${response.status} ${await response.text()}`
  }
  expect(await ask({ metadata: { user_id: '{"device_id":"x"}' } })).toMatch(/^200/)
  expect(await ask({ model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' })).toMatch(/^404.*not_found_error/)
  expect(await ask({ model: 'anthropic.claude-sonnet-4-6' })).toMatch(/^404/)
  expect(await ask({ model: 'anthropic.claude-mythos-5' })).toMatch(/^403.*permission_error/)
  const betas = 'claude-code-20250219, structured-outputs-2025-11-13'
  expect(await ask({}, { 'anthropic-beta': betas })).toMatch(/^200/)
  const strict = { tools: [{ name: 't', input_schema: {}, strict: true }] }
  expect(await ask(strict, { 'anthropic-beta': betas })).toMatch(/^200/)
  const counting = '/anthropic/v1/messages/count_tokens'
  expect(await ask({ max_tokens: undefined }, {}, counting)).toBe('200 {"input_tokens":9}')
  fake.others.script(
    { kind: 'answer', inputTokens: 77 },
    { kind: 'error', status: 429 },
    { kind: 'unknown_operation', status: 200 },
  )
  expect(await ask({}, {}, counting)).toBe('200 {"input_tokens":77}')
  expect(await ask({}, {}, counting)).toMatch(/^429.*rate_limit_error/)
  expect(await ask({}, {}, '/v1/messages')).toMatch(/^200.*UnknownOperationException/)
  expect(await ask({}, {}, '/v1/messages')).toMatch(/^404.*UnknownOperationException/)
})
