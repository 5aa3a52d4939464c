// Official clients, old and new, against the built server: the provider behind it makes no difference but in ids.
import { createAnthropic } from '@ai-sdk/anthropic'
import NewAnthropic from '@anthropic-ai/sdk'
import OldAnthropic from '@anthropic-ai/sdk-0'
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { runClaudeCode } from '../../clients/run-claude-code.ts'
import { expect, test, type CredentialKind, type Gateway } from '../../fixtures/gateway.ts'
import { recordOf } from '../../fixtures/record-of.ts'

const PROVIDERS: readonly CredentialKind[] = ['anthropic', 'bedrock']
const MODEL = 'claude-haiku-4-5'
const ASK = { model: MODEL, max_tokens: 200, messages: [{ role: 'user' as const, content: 'Hello there' }] }
const WEATHER = {
  name: 'weather',
  description: 'Weather of a place',
  input_schema: { type: 'object' as const, properties: { place: { type: 'string' } } },
}

/** What each client made of its answers, ids left out. */
type Run = (gateway: Gateway, key: string) => Promise<unknown>

/** What both generations have; their types differ in fields that nothing here looks at. */
interface AnySdk {
  readonly messages: Pick<NewAnthropic['messages'], 'create' | 'stream' | 'countTokens'>
}

function sdkRun(make: (options: { baseURL: string; apiKey: string; maxRetries: number }) => AnySdk): Run {
  return async (gateway, key) => {
    const client = make({ baseURL: gateway.url, apiKey: key, maxRetries: 0 })
    const whole = await client.messages.create(ASK)
    const streamed = await client.messages.stream(ASK).finalMessage()
    const events: string[] = []
    for await (const event of await client.messages.create({ ...ASK, stream: true })) events.push(event.type)
    const called = await client.messages.create({
      ...ASK,
      tools: [WEATHER],
      tool_choice: { type: 'tool', name: 'weather' },
    })
    return [
      whole.content,
      whole.usage,
      whole.model,
      streamed.content,
      streamed.usage,
      streamed.stop_reason,
      events,
      called.content.map((block) => ({ ...block, id: 'id' })),
    ]
  }
}

const aiSdk: Run = async (gateway, key) => {
  const anthropic = createAnthropic({ baseURL: `${gateway.url}/v1`, apiKey: key })
  const whole = await generateText({ model: anthropic(MODEL), prompt: 'Hello there', maxRetries: 0 })
  const streamed = streamText({ model: anthropic(MODEL), prompt: 'Hello there', maxRetries: 0 })
  const parts: string[] = []
  for await (const part of streamed.textStream) parts.push(part)
  const called = await generateText({
    model: anthropic(MODEL),
    prompt: 'Hello there',
    maxRetries: 0,
    tools: {
      weather: tool({
        description: WEATHER.description,
        inputSchema: jsonSchema<object>(WEATHER.input_schema),
      }),
    },
    toolChoice: { type: 'tool', toolName: 'weather' },
    stopWhen: stepCountIs(1),
  })
  return [
    whole.text,
    whole.usage,
    whole.finishReason,
    parts,
    await streamed.usage,
    called.toolCalls.map(({ toolName, input }) => ({ toolName, input })),
  ]
}

const claudeCode: Run = async (gateway, key) => {
  const { is_error, subtype, result, stop_reason, modelUsage } = await runClaudeCode(
    'Say hello',
    'claude-sonnet-4-6',
    { ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: key },
  )
  const { outputTokens } = modelUsage['claude-sonnet-4-6'] ?? {}
  return { is_error, subtype, result, stop_reason, outputTokens }
}

const CLIENTS: Readonly<Record<string, Run>> = {
  '@anthropic-ai/sdk 1.x': sdkRun((options) => new NewAnthropic(options)),
  '@anthropic-ai/sdk 0.x': sdkRun((options) => new OldAnthropic(options) as unknown as AnySdk),
  '@ai-sdk/anthropic': aiSdk,
  'Claude Code': claudeCode,
}

for (const [name, run] of Object.entries(CLIENTS)) {
  test(`${name} gets the same from both providers`, async ({ gateway }) => {
    const results = []
    for (const kind of PROVIDERS) results.push(await run(gateway, (await gateway.projectOn(kind)).key))
    expect(results[0]).toEqual(results[1])
    expect(JSON.stringify(results[0])).toMatch(/hello|simulated/i)
    for (const fake of [gateway.anthropic, gateway.bedrock]) expect(fake.requests.length).toBeGreaterThan(0)
  })
}

test('the SDK finds the results of a batch where the batch says they are', async ({ gateway }) => {
  const { key } = await gateway.projectOn('anthropic')
  for (const make of [NewAnthropic, OldAnthropic] as (typeof NewAnthropic)[]) {
    const { messages } = new make({ baseURL: gateway.url, apiKey: key, maxRetries: 0 })
    const { id } = await messages.batches.create({ requests: [{ custom_id: 'first', params: ASK }] })
    const results = []
    for await (const { custom_id, result } of await messages.batches.results(id))
      results.push([custom_id, result.type])
    expect(results).toEqual([['first', 'succeeded']])
    const [listed] = (await messages.batches.list()).data
    expect(listed!.results_url).toBe(`${gateway.url}/v1/messages/batches/${id}/results`)
  }
})

for (const surface of ['messages', 'mantle']) {
  test(`Claude Code gets the same through Bedrock’s surface ${surface}`, async ({ gateway }) => {
    const model = 'claude-opus-4-8'
    const ask = (key: string) =>
      runClaudeCode('Say hello', model, { ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: key })
    const direct = await ask((await gateway.projectOn('anthropic')).key)
    const native = await ask((await gateway.projectOn('bedrock', { surface })).key)
    expect(native).toMatchObject({ is_error: false, result: direct.result, stop_reason: direct.stop_reason })
  })
}

test('Claude Code that is set up for Bedrock gets its answer on AWS-native paths', async ({ gateway }) => {
  const { key, id } = await gateway.projectOn('bedrock')
  const result = await runClaudeCode('Say hello', 'us.anthropic.claude-sonnet-4-6', {
    CLAUDE_CODE_USE_BEDROCK: '1',
    ANTHROPIC_BEDROCK_BASE_URL: gateway.url,
    AWS_BEARER_TOKEN_BEDROCK: key,
    AWS_REGION: 'us-east-1',
  })
  expect(result).toMatchObject({ is_error: false, subtype: 'success' })
  expect(result.result).toContain('simulated upstream')
  const paths = gateway.bedrock.requests.map(({ path }) => path)
  expect(paths.some((path) => path.endsWith('/invoke-with-response-stream'))).toBe(true)
  expect(gateway.bedrock.leaks).toEqual([])
  const streamed = await recordOf(gateway, { id }, ({ path }) => path.includes('response-stream'))
  expect(streamed).toMatchObject({
    outcome: 'completed',
    outputTokens: expect.any(Number),
  })
})

test('Claude Code says what is wrong with its key', async ({ gateway }) => {
  const result = await runClaudeCode('Say hello', 'claude-sonnet-4-6', {
    ANTHROPIC_BASE_URL: gateway.url,
    ANTHROPIC_AUTH_TOKEN: `hg_live_${'x'.repeat(43)}`,
  })
  expect(result).toMatchObject({ is_error: true })
  expect(result.result).toContain('The project key is missing or not valid.')
})
