import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startFakeAnthropic, type FakeAnthropic } from '../anthropic/fake-anthropic.ts'
import { decodeFrames, eventOf, eventText } from './decode-frames.ts'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

let bedrock: FakeBedrock
let anthropic: FakeAnthropic
beforeAll(async () => {
  bedrock = await startFakeBedrock()
  anthropic = await startFakeAnthropic()
})
beforeEach(() => {
  bedrock.reset()
  anthropic.reset()
})
afterAll(() => Promise.all([bedrock.close(), anthropic.close()]))

const question = {
  max_tokens: 4096,
  system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
  messages: [{ role: 'user', content: 'Use a tool, please' }],
  thinking: { type: 'enabled', budget_tokens: 1024 },
  tools: [{ name: 'get_weather', input_schema: { type: 'object' } }],
}

function invoke(operation: string, body: object = question): Promise<Response> {
  const model = encodeURIComponent('us.anthropic.claude-haiku-4-5-20251001-v1:0')
  return fetch(`${bedrock.url}/model/${model}/${operation}`, {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest', 'content-type': 'application/json' },
    body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...body }),
  })
}

function askAnthropic(stream: boolean): Promise<Response> {
  return fetch(`${anthropic.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'sk-ant-api03-test', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: 'claude-haiku-4-5', stream, ...question }),
  })
}

const withoutIds = (text: string) => text.replace(/"(msg|toolu)_(bdrk_)?\w+"/g, '"ID"')

test('a whole answer is, ids aside, the bytes that Anthropic answers', async () => {
  const response = await invoke('invoke')
  const text = await response.text()
  expect(text).toMatch(/"id":"msg_bdrk_01/)
  expect(withoutIds(text)).toBe(withoutIds(await (await askAnthropic(false)).text()))
  expect(text).toContain('"signature":"EqQBCkYIBxgCKkBq\\/8w\\u002bZl3')
  const header = (name: string) => response.headers.get(name)
  expect(header('content-type')).toBe('application/json')
  expect(header('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/)
  expect(header('x-amzn-bedrock-input-token-count')).toBe('25')
  expect(header('x-amzn-bedrock-cache-read-input-token-count')).toBe('2048')
  expect(header('x-amzn-bedrock-cache-write-input-token-count')).toBe('768')
  expect(header('request-id')).toBeNull()
})

test('a streamed answer has the events that Anthropic streams, in frames', async () => {
  const response = await invoke('invoke-with-response-stream')
  expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream')
  expect(response.headers.get('x-amzn-bedrock-content-type')).toBe('application/json')
  const frames = decodeFrames(await response.bytes())
  const sse = await (await askAnthropic(true)).text()
  const theirs = [...sse.matchAll(/^data: (.*)$/gm)].map((match) => match[1] ?? '')
  const comparable = (texts: string[]) =>
    texts.filter((text) => !/^\{"type": ?"(ping|message_delta|message_stop)"/.test(text)).map(withoutIds)
  expect(comparable(frames.map(eventText))).toEqual(comparable(theirs))
  expect(frames.length).toBeGreaterThan(20)
})

test('usage at the end: output tokens in the delta, metrics on the stop', async () => {
  const frames = decodeFrames(await (await invoke('invoke-with-response-stream')).bytes())
  const [delta, stop] = frames.slice(-2).map(eventOf)
  expect(delta?.['usage']).toEqual({ output_tokens: 82 })
  expect(stop).toEqual({
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 25,
      outputTokenCount: 82,
      invocationLatency: expect.any(Number),
      firstByteLatency: expect.any(Number),
      cacheReadInputTokenCount: 2048,
      cacheWriteInputTokenCount: 768,
    },
  })
})

test('tokens are counted for a base id that can be counted, and for no profile', async () => {
  const inner = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages: question.messages }
  const body = JSON.stringify({
    input: { invokeModel: { body: Buffer.from(JSON.stringify(inner)).toString('base64') } },
  })
  const count = (model: string) =>
    fetch(`${bedrock.url}/model/${model}/count-tokens`, {
      method: 'POST',
      headers: { authorization: 'Bearer ABSKtest' },
      body,
    })
  expect(await (await count('anthropic.claude-sonnet-4-6')).json()).toEqual({ inputTokens: 13 })
  expect((await count('us.anthropic.claude-sonnet-4-6')).status).toBe(400)
  expect((await count('anthropic.claude-opus-5')).status).toBe(400)
})
