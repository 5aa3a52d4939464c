import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

let fake: FakeBedrock
beforeAll(async () => {
  fake = await startFakeBedrock()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const modern = 'us.anthropic.claude-opus-5'
const older = 'us.anthropic.claude-sonnet-4-20250514-v1:0'
const opus45 = 'us.anthropic.claude-opus-4-5-20251101-v1:0'
const sonnet45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const question = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 16,
  messages: [{ role: 'user', content: 'hi' }],
}

interface Sent {
  readonly model?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** `200`, or status and message. */
async function outcome({ model = modern, body = question, headers = {} }: Sent): Promise<string> {
  const response = await fetch(`${fake.url}/model/${encodeURIComponent(model)}/invoke`, {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return response.ok ? String(response.status) : `${response.status} ${text}`
}

const withContent = (block: object) => ({ ...question, messages: [{ role: 'user', content: [block] }] })
const withTool = (tool: object) => ({ ...question, tools: [{ name: 't', input_schema: {}, ...tool }] })
const configured = (config: object) => ({ ...question, output_config: config })
const withBeta = (beta: string) => ({ anthropic_beta: [beta] })
const cached = (cacheControl: object) =>
  withContent({ type: 'text', text: 'hi', cache_control: cacheControl })

test.each([
  [{ authorization: '' }, '{"Message":"Invalid API Key format: Must start with pre-defined prefix"}'],
  [{ authorization: 'Bearer hg_live_x' }, '{"Message":"Invalid API Key format'],
])('the caller %o is rejected', async (headers, message) => {
  expect(await outcome({ headers })).toContain(`403 ${message}`)
})

test('a missing or unknown key', async () => {
  const response = await fetch(`${fake.url}/model/${modern}/invoke`, { method: 'POST', body: '{}' })
  expect([response.status, await response.json()]).toEqual([
    403,
    { Message: 'Authorization header is missing' },
  ])
  await using strict = await startFakeBedrock({ apiKeys: ['ABSKgood'] })
  const statusWith = async (key: string) => {
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(question),
    }
    return (await fetch(`${strict.url}/model/${modern}/invoke`, init)).status
  }
  expect([await statusWith('ABSKgood'), await statusWith('ABSKother')]).toEqual([200, 403])
})

test.each([
  ['x-api-key', { 'x-api-key': 'anything' }],
  ['cookie', { cookie: 'session=1' }],
  ['authorization', { authorization: 'Bearer sk-ant-oat01-x' }],
  ['x-custom', { 'x-custom': 'sk-ant-api03-x' }],
])('a foreign credential in %s is rejected and kept as a leak', async (header, headers) => {
  expect(await outcome({ headers })).toMatch(/^40[03] /)
  expect(fake.leaks).toEqual([{ header, request: fake.requests[0] }])
  fake.reset()
  expect(fake.leaks).toHaveLength(0)
})

test.each([
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'global.anthropic.claude-opus-4-6-v1',
  'apac.anthropic.claude-sonnet-4-20250514-v1:0',
  'anthropic.claude-3-haiku-20240307-v1:0',
  'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1',
  'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-5',
  'arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:application-inference-profile/abc123def456',
])('the model %s is known', async (model) => {
  expect(await outcome({ model })).toBe('200')
})

test.each([
  'claude-opus-5',
  'apac.anthropic.claude-opus-5',
  'us.anthropic.claude-opus-9',
  'arn:aws:bedrock:x',
])('the model %s is not', async (model) => {
  expect(await outcome({ model })).toBe('400 {"message":"The provided model identifier is invalid."}')
})

test('a model without on-demand throughput, and an ARN with an open slash', async () => {
  expect(await outcome({ model: 'anthropic.claude-opus-5' })).toContain(
    'Invocation of model ID anthropic.claude-opus-5 with on-demand throughput isn’t supported. Retry your',
  )
  const response = await fetch(`${fake.url}/model/arn:aws:bedrock:x:1:inference-profile/y/invoke`, {
    method: 'POST',
    body: '{}',
  })
  expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('UnknownOperation')])
})

test.each([
  [{ ...question, anthropic_version: undefined }, '#: required key [anthropic_version] not found'],
  [{ ...question, anthropic_version: '2023-06-01' }, 'Invalid API version: 2023-06-01'],
  [{ ...question, model: 'claude-opus-5' }, '"model: Extra inputs are not permitted"'],
  [{ ...question, stream: true }, '"stream: Extra inputs are not permitted"'],
  [{ ...question, service_tier: 'auto' }, '"service_tier: Extra inputs are not permitted"'],
  [{ ...question, cache_control: {} }, '"cache_control: Extra inputs are not permitted"'],
  [{ ...question, max_tokens: undefined }, '"max_tokens: Field required"'],
  [{ ...question, anthropic_beta: ['oauth-2025-04-20'] }, '"invalid beta flag"'],
  [{ ...question, context_management: {} }, '"context_management: Extra inputs are not permitted"'],
  [cached({ type: 'ephemeral', scope: 'global' }), 'content.0.text.cache_control.ephemeral.scope: Extra'],
  [withTool({ strict: true }), '"tools.0.custom.strict: Extra inputs are not permitted"'],
  [withTool({ eager_input_streaming: true }), 'tools.0.custom.eager_input_streaming: Extra'],
  [withTool({ custom: {} }), 'tools.0.custom.custom: Extra'],
  [withTool({ defer_loading: true }), 'tools.0.custom.defer_loading: Extra'],
  [
    withTool({ cache_control: { type: 'ephemeral', scope: 'x' } }),
    'tools.0.custom.cache_control.ephemeral.scope',
  ],
  [
    withTool({ type: 'web_search_20250305' }),
    "tools.0: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags: 'bash_",
  ],
  [withContent({ type: 'image', source: { type: 'url', url: 'x' } }), 'URL sources are not supported'],
  [withContent({ type: 'document', source: { type: 'file', file_id: 'x' } }), "Input tag 'file' found"],
  ['{"a":', 'Malformed input request'],
])('the body %o is rejected', async (body, message) => {
  const answer = await outcome({ body })
  expect(answer).toMatch(/^400 \{"message":/)
  expect(answer).toContain(message)
})

test.each([
  [modern, { ...question, anthropic_version: '2026-10-21' }, '200'],
  [older, { ...question, anthropic_version: '2026-10-21' }, 'Invalid API version'],
  [modern, cached({ type: 'ephemeral', ttl: '1h' }), '200'],
  [older, cached({ type: 'ephemeral', ttl: '1h' }), 'cache_control.ephemeral.ttl: Extra inputs'],
  [modern, { ...question, output_config: { effort: 'low' } }, '200'],
  [older, { ...question, output_config: { effort: 'low' } }, 'output_config.effort: Extra inputs'],
  [sonnet45, configured({ effort: 'low' }), 'output_config.effort: Extra inputs'],
  [opus45, configured({ effort: 'low' }), 'output_config.effort: Extra inputs'],
  [opus45, { ...configured({ effort: 'low' }), ...withBeta('effort-2025-11-24') }, '200'],
  [modern, { ...configured({ effort: 'low' }), ...withBeta('effort-2025-11-24') }, '200'],
  [sonnet45, { ...question, ...withBeta('effort-2025-11-24') }, 'invalid beta flag'],
  [modern, configured({ format: {} }), 'output_config.format: Extra inputs'],
  [older, configured({ format: {} }), 'output_config.format: Extra inputs'],
  [sonnet45, configured({ format: {} }), '200'],
  [modern, configured({ task_budget: {} }), 'output_config.task_budget: Extra inputs'],
  [older, { ...question, ...withBeta('interleaved-thinking-2025-05-14') }, '200'],
  [modern, { ...question, ...withBeta('interleaved-thinking-2025-05-14') }, 'invalid beta flag'],
  [sonnet45, { ...question, ...withBeta('thinking-binding-controls-2026-08-01') }, 'invalid beta flag'],
  [older, { ...question, ...withBeta('tool-search-tool-2025-10-19') }, 'invalid beta flag'],
  [older, { ...question, messages: [{ role: 'system', content: 'x' }] }, 'Unexpected role'],
  [modern, { ...withTool({ defer_loading: true }), anthropic_beta: ['tool-search-tool-2025-10-19'] }, '200'],
  [modern, '{"max_tokens":1,"anthropic_version":"bedrock-2023-05-31","messages":[],"max_tokens":2}', '200'],
])('on %s the body %o', async (model, body, expected) => {
  expect(await outcome({ model, body })).toContain(expected)
})

test('a body that is too large', async () => {
  expect(await outcome({ body: ' '.repeat(25_000_001) })).toMatch(/^413 /)
})
