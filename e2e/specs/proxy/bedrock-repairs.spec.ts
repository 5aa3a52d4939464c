// One request with everything in it, on every surface and model: strict as Bedrock is, it is served; and what Bedrock
// denies beyond what is known is left out with all that belongs to it.
import { claudeModels } from '../../fakes/claude-models.ts'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, eventsOf, postMessages } from '../../fixtures/messages.ts'

const BETAS = [
  'oauth-2025-04-20',
  'claude-code-20250219',
  'interleaved-thinking-2025-05-14',
  'fine-grained-tool-streaming-2025-05-14',
  'prompt-caching-scope-2026-01-05',
  'context-management-2025-06-27',
  'compact-2026-01-12',
  'advanced-tool-use-2025-11-20',
  'effort-2025-11-24',
  'thinking-binding-controls-2026-08-01',
  'brand-new-2027-01-01',
]
const ONE_BETA = 'interleaved-thinking-2025-05-14'
const cached = { type: 'ephemeral', ttl: '1h', scope: 'global' }

/** What a coding client may send in one go. */
const EVERYTHING = {
  cache_control: { type: 'ephemeral' },
  system: [{ type: 'text', text: 'Be kind.', cache_control: cached }],
  messages: [
    { role: 'user', content: 'Hello there' },
    { role: 'system', content: 'Be brief.' },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 't1', name: 'look', input: { big: 9007199254740993n.toString() } }],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 't1',
          content: [
            { type: 'tool_reference', tool_name: 'look' },
            { type: 'text', text: 'seen', cache_control: cached },
          ],
        },
        { type: 'text', text: 'And now?' },
      ],
    },
  ],
  tools: [
    {
      type: 'custom',
      name: 'look',
      input_schema: { type: 'object' },
      strict: true,
      defer_loading: true,
      eager_input_streaming: true,
      input_examples: [{}],
      cache_control: null,
    },
  ],
  tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'x' } },
  context_management: { edits: [{ type: 'clear_tool_uses_20250919' }, { type: 'compact_20260112' }] },
  output_config: { effort: 'low' },
  metadata: { user_id: '{"device_id":"d","session_id":"s"}' },
  service_tier: 'auto',
  speed: 'fast',
  inference_geo: 'us',
  diagnostics: { previous_message_id: 'm' },
  container: null,
  mcp_servers: [],
}

type Surface = 'invoke' | 'messages' | 'mantle'
const upstreamOf = (gateway: Gateway, surface: Surface) =>
  surface === 'mantle' ? gateway.mantle : gateway.bedrock

function lastBody(gateway: Gateway, surface: Surface): Record<string, unknown> {
  const { body } = upstreamOf(gateway, surface).requests.at(-1)!
  return JSON.parse(body.toString()) as Record<string, unknown>
}

for (const surface of ['invoke', 'messages', 'mantle'] as const) {
  test(`everything at once is served in one call on ${surface}, whatever the model`, async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock', { surface })
    const models = claudeModels.filter(({ version, profiles }) =>
      surface === 'mantle' ? version >= 4.7 : profiles.includes('us') || profiles.includes('global'),
    )
    expect(models.length).toBeGreaterThan(5)
    const upstream = upstreamOf(gateway, surface)
    for (const { id } of models) {
      for (const stream of [false, true]) {
        upstream.reset()
        const body = bodyOf({ ...EVERYTHING, model: id, stream })
        const response = await postMessages(gateway.url, project, body, {
          headers: { 'anthropic-beta': BETAS.join(', ') },
        })
        const text = await response.text()
        expect([id, stream, response.status, response.status === 200 ? '' : text]).toEqual([
          id,
          stream,
          200,
          '',
        ])
        expect(upstream.requests).toHaveLength(1)
      }
    }
  })

  test(`what is rejected on ${surface} beyond that is left out, with its beta, and stays out`, async ({
    gateway,
  }) => {
    const project = await gateway.projectOn('bedrock', { surface })
    const upstream = upstreamOf(gateway, surface)
    const call = (changes: object = {}) =>
      postMessages(gateway.url, project, bodyOf({ ...EVERYTHING, model: 'claude-opus-4-8', ...changes }), {
        headers: { 'anthropic-beta': BETAS.join(',') },
      })
    upstream.reject({ fields: ['context_management'] })
    expect((await call()).status).toBe(200)
    expect(upstream.requests).toHaveLength(2)
    expect(lastBody(gateway, surface)).not.toHaveProperty('context_management')
    const sent = upstream.requests.at(-1)!
    expect(`${String(sent.headers['anthropic-beta'])} ${sent.body.toString()}`).not.toContain(
      'context-management-',
    )

    upstream.reject({ systemMessages: true })
    expect((await call()).status).toBe(200)
    expect(upstream.requests).toHaveLength(4)
    expect(lastBody(gateway, surface)['system']).toMatchObject([{ text: 'Be kind.' }, { text: 'Be brief.' }])

    upstream.reject({ fields: ['messages.*.content.*.content.*.cache_control.ttl', '**.cache_control.ttl'] })
    expect((await call({ tools: [], tool_choice: undefined })).status).toBe(200)
    expect(upstream.requests).toHaveLength(6)
    expect(JSON.stringify(lastBody(gateway, surface))).not.toContain('ttl')

    expect((await call()).status).toBe(200)
    expect(upstream.requests).toHaveLength(7)
  })
}

for (const surface of ['messages', 'mantle'] as const) {
  test(`a beta that ${surface} rejects is left out, learned, and left out from then on`, async ({
    gateway,
  }) => {
    const upstream = upstreamOf(gateway, surface)
    for (const errorShape of [undefined, 'aws'] as const) {
      const project = await gateway.projectOn('bedrock', { surface })
      upstream.reset()
      upstream.reject({ betas: [ONE_BETA], ...(errorShape && { errorShape }) })
      const headers = { 'anthropic-beta': ONE_BETA }
      for (const body of [bodyOf({ stream: true }), bodyOf()]) {
        const response = await postMessages(gateway.url, project, body, { headers })
        expect(response.status).toBe(200)
        await response.text()
      }
      expect(upstream.requests.map((sent) => sent.headers['anthropic-beta'])).toEqual([
        ONE_BETA,
        undefined,
        undefined,
      ])
    }
  })

  test(`what cannot be repaired is answered after two tries on ${surface}`, async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock', { surface })
    const upstream = upstreamOf(gateway, surface)
    upstream.script(
      { kind: 'error', status: 400, message: 'invalid beta flag' },
      { kind: 'error', status: 400, message: 'invalid beta flag' },
    )
    const response = await postMessages(gateway.url, project, bodyOf(), {
      headers: { 'anthropic-beta': ONE_BETA },
    })
    expect(await errorOf(response)).toEqual({
      status: 400,
      type: 'invalid_request_error',
      message: 'invalid beta flag',
    })
    expect(upstream.requests).toHaveLength(2)
  })
}

test('InvokeModel is repaired, too, in whole answers and in streams', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.reject({ betas: [ONE_BETA] })
  const headers = { 'anthropic-beta': ONE_BETA }
  const response = await postMessages(gateway.url, project, bodyOf({ stream: true }), { headers })
  expect(eventsOf(await response.text()).at(-1)!.event).toBe('message_stop')
  expect((await postMessages(gateway.url, project, bodyOf(), { headers })).status).toBe(200)
  const betas = gateway.bedrock.requests.map(
    ({ body }) => (JSON.parse(body.toString()) as { anthropic_beta?: string[] }).anthropic_beta,
  )
  expect(betas).toEqual([[ONE_BETA], undefined, undefined])
})

test('what cannot be left out is rejected by Bedrock, and the client reads its words', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.reject({ fields: ['temperature', 'tools.*.name'] })
  for (const changes of [{ temperature: 1 }, { tools: [{ name: 'n', input_schema: {} }] }]) {
    const answer = await errorOf(await postMessages(gateway.url, project, bodyOf(changes)))
    expect(answer).toMatchObject({ status: 400, type: 'invalid_request_error' })
    expect(answer.message).toMatch(/^(?:temperature|tools\.0\.custom\.name): Extra inputs are not permitted$/)
  }
  expect(gateway.bedrock.requests).toHaveLength(2)
})

test('no client can have something left out for the others by quoting a denial', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const beta = { headers: { 'anthropic-beta': ONE_BETA } }
  const quoting = { tools: [{ type: 'invalid beta flag', name: 'n' }] }
  expect((await postMessages(gateway.url, project, bodyOf(quoting), beta)).status).toBe(400)
  const thinking = { thinking: { type: 'disabled', 'context_management: Extra inputs are not permitted': 1 } }
  await postMessages(gateway.url, project, bodyOf(thinking), beta)
  gateway.bedrock.reset()
  expect((await postMessages(gateway.url, project, bodyOf(), beta)).status).toBe(200)
  expect(lastBody(gateway, 'invoke')['anthropic_beta']).toEqual([ONE_BETA])
})
