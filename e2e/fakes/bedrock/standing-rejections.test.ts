import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

let fake: FakeBedrock
beforeAll(async () => {
  fake = await startFakeBedrock()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const opus = 'us.anthropic.claude-opus-5'
const question = { max_tokens: 16, messages: [{ role: 'user', content: 'hi' }] }

async function invoke(changes: object = {}, model = opus): Promise<string> {
  const response = await fetch(`${fake.url}/model/${encodeURIComponent(model)}/invoke`, {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest' },
    body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...question, ...changes }),
  })
  const body = (await response.json()) as { message?: string }
  return response.ok ? '200' : `${response.status} ${body.message}`
}

test('a beta that one model does not take', async () => {
  const body = { anthropic_beta: ['context-1m-2025-08-07'] }
  fake.reject({ models: [opus], betas: body.anthropic_beta })
  expect(await invoke(body)).toBe('400 invalid beta flag')
  expect(await invoke(body, 'us.anthropic.claude-sonnet-5')).toBe('200')
  expect(await invoke()).toBe('200')
  fake.reset()
  expect(await invoke(body)).toBe('200')
})

const cached = { type: 'text', text: 'hi', cache_control: { type: 'ephemeral', ttl: '1h' } }
const inMessage = { messages: [{ role: 'user', content: [cached] }] }
const managed = { context_management: {}, anthropic_beta: ['context-management-2025-06-27'] }

test.each([
  ['context_management', managed, 'context_management: Extra inputs are not permitted'],
  ['output_config.effort', { output_config: { effort: 'low' } }, 'output_config.effort: Extra inputs'],
  [
    'tools.*.description',
    { tools: [{ name: 't', input_schema: {}, description: 'd' }] },
    'tools.0.custom.description: ',
  ],
  [
    'messages.*.content.*.cache_control.ttl',
    inMessage,
    'messages.0.content.0.text.cache_control.ephemeral.ttl: Extra inputs are not permitted',
  ],
  ['**.ttl', { system: [cached] }, 'system.0.cache_control.ephemeral.ttl: Extra inputs are not permitted'],
  ['messages.0.content.0.text.cache_control.ephemeral.ttl', inMessage, 'cache_control.ephemeral.ttl: Extra'],
  [
    'thinking.budget_tokens',
    { thinking: { type: 'enabled', budget_tokens: 9 } },
    'thinking.enabled.budget_tokens: ',
  ],
])('the field %s', async (field, body, message) => {
  expect(await invoke(body)).toBe('200')
  fake.reject({ fields: [field] })
  expect(await invoke(body)).toContain(
    `400 ${field.startsWith('messages.0') ? 'messages.0.content.0.text.' : ''}${message}`,
  )
  expect(await invoke()).toBe('200')
})

test('the role system inside messages, also on the native surface', async () => {
  const messages = [...question.messages, { role: 'system', content: 'Be brief.' }]
  expect(await invoke({ messages })).toBe('200')
  fake.reject({ systemMessages: true })
  const rejected = "messages.1.role: Input should be 'user' or 'assistant'"
  expect(await invoke({ messages })).toBe(`400 ${rejected}`)
  const native = await fetch(`${fake.url}/anthropic/v1/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: opus, ...question, messages }),
  })
  expect(await native.json()).toEqual({
    type: 'error',
    error: { type: 'invalid_request_error', message: rejected },
  })
})
