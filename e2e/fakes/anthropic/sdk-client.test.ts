import Anthropic from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import { startFakeAnthropic } from './fake-anthropic.ts'

const question = {
  model: 'claude-haiku-4-5',
  max_tokens: 256,
  messages: [{ role: 'user' as const, content: 'Good morning' }],
}
const weatherTool = {
  name: 'get_weather',
  description: 'Looks up the weather.',
  input_schema: { type: 'object' as const, properties: { record_id: { type: 'integer' } } },
}

function clientFor(url: string): Anthropic {
  return new Anthropic({ baseURL: url, apiKey: 'sk-ant-api03-test', maxRetries: 0 })
}

test('the official client reads a whole message', async () => {
  await using fake = await startFakeAnthropic()
  const message = await clientFor(fake.url).messages.create(question)
  expect(message).toMatchObject({
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-4-5-20251001',
    stop_reason: 'end_turn',
  })
  expect(message.content).toEqual([{ type: 'text', text: expect.stringContaining('“Good morning”') }])
  expect(message._request_id).toMatch(/^req_01/)
  expect(fake.requests).toHaveLength(1)
  expect(JSON.parse(String(fake.requests[0]?.body))).toEqual(question)
})

test('the official client reads the same message from a stream', async () => {
  await using fake = await startFakeAnthropic()
  const client = clientFor(fake.url)
  const whole = await client.messages.create(question)
  const stream = client.messages.stream(question)
  const names: string[] = []
  stream.on('streamEvent', (event) => names.push(event.type))
  const message = await stream.finalMessage()
  expect(message.content).toEqual(whole.content)
  expect(message.usage).toEqual(whole.usage)
  expect(names.filter((name) => name === 'content_block_delta').length).toBeGreaterThan(8)
  expect(names.at(-1)).toBe('message_stop')
})

test('thinking comes first, with its signature', async () => {
  await using fake = await startFakeAnthropic()
  const message = await clientFor(fake.url)
    .messages.stream({ ...question, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 1024 } })
    .finalMessage()
  expect(message.content[0]).toEqual({
    type: 'thinking',
    thinking: expect.stringContaining('naïve/simple'),
    signature: expect.stringMatching(/^EqQB[\w+/]+==$/),
  })
  expect(message.content[1]?.type).toBe('text')
})

test('a forced tool is called with input that a parser would change', async () => {
  await using fake = await startFakeAnthropic()
  const client = clientFor(fake.url)
  const request = {
    ...question,
    tools: [weatherTool],
    tool_choice: { type: 'tool' as const, name: 'get_weather' },
  }
  const streamed = await client.messages.stream(request).finalMessage()
  expect(streamed.stop_reason).toBe('tool_use')
  expect(streamed.content[0]).toMatchObject({
    type: 'tool_use',
    name: 'get_weather',
    input: { path: 'café/menu', limit: Infinity, ratio: 1 },
  })
  const text = await client.messages.create(request).asResponse()
  expect(await text.text()).toContain(
    '"record_id":9007199254740993,"limit":1e400,"ratio":1.0,"path":"caf\\u00e9\\/menu"',
  )
})

test('a tool is called when the person asks for it, and not otherwise', async () => {
  await using fake = await startFakeAnthropic()
  const client = clientFor(fake.url)
  const ask = async (content: string) => {
    const message = await client.messages.create({
      ...question,
      tools: [weatherTool],
      messages: [{ role: 'user', content }],
    })
    return message.stop_reason
  }
  expect(await ask('Please use get_weather')).toBe('tool_use')
  expect(await ask('Please use a tool')).toBe('tool_use')
  expect(await ask('Good morning')).toBe('end_turn')
})

test('a request with cache control is billed in all five classes', async () => {
  await using fake = await startFakeAnthropic()
  const message = await clientFor(fake.url)
    .messages.stream({
      ...question,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    })
    .finalMessage()
  expect(message.usage).toMatchObject({
    input_tokens: 14,
    cache_creation_input_tokens: 768,
    cache_creation: { ephemeral_5m_input_tokens: 512, ephemeral_1h_input_tokens: 256 },
    cache_read_input_tokens: 2048,
    output_tokens: expect.any(Number),
  })
})

test('a scripted failure is what the official client reports', async () => {
  await using fake = await startFakeAnthropic()
  const client = clientFor(fake.url)
  fake.script({ kind: 'error', status: 529 }, { kind: 'error_event', after: 4 })
  await expect(client.messages.create(question)).rejects.toMatchObject({
    status: 529,
    type: 'overloaded_error',
  })
  await expect(client.messages.stream(question).finalMessage()).rejects.toThrow('Overloaded')
  await expect(client.messages.create(question)).resolves.toMatchObject({ stop_reason: 'end_turn' })
})
