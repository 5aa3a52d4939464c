import { Readable } from 'node:stream'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { exampleKey } from '../aws/iam-keys.ts'
import { decodeFrames } from './decode-frames.ts'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

let fake: FakeBedrock
let client: BedrockRuntimeClient
beforeAll(async () => {
  fake = await startFakeBedrock()
  client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: fake.url,
    credentials: exampleKey,
    maxAttempts: 1,
    requestHandler: { handle: sendOverHttp1 },
  })
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: Uint8Array<ArrayBuffer> | string
}

/** The client would speak HTTP/2 by itself, which the stand-in does not. */
async function sendOverHttp1({ method, protocol, hostname, port, path, headers, body }: SdkRequest) {
  const { host: _, 'content-length': __, ...sent } = headers
  const url = `${protocol}//${hostname}:${port}${path}`
  const response = await fetch(url, { method, headers: sent, ...(body !== undefined && { body }) })
  return {
    response: {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: Readable.from(response.body ?? []),
    },
  }
}

const modelId = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const messages = [{ role: 'user' as const, content: [{ text: 'Good morning' }] }]

test('the AWS client signs, and reads an answer of Converse', async () => {
  const answer = await client.send(
    new ConverseCommand({ modelId, messages, inferenceConfig: { maxTokens: 9 } }),
  )
  expect(answer.output?.message?.content).toEqual([{ text: expect.stringContaining('“Good morning”') }])
  expect(answer.stopReason).toBe('end_turn')
  expect(answer.usage).toEqual({ inputTokens: 11, outputTokens: 28, totalTokens: 39 })
  expect(fake.acceptedCallers).toMatchObject([{ proof: 'signature' }])
})

test('tools, thinking and cache points', async () => {
  const answer = await client.send(
    new ConverseCommand({
      modelId,
      messages,
      system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default' } }],
      toolConfig: {
        tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }],
        toolChoice: { tool: { name: 'get_weather' } },
      },
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    }),
  )
  const [thinking, call] = answer.output?.message?.content ?? []
  expect(thinking?.reasoningContent?.reasoningText?.signature).toMatch(/^EqQB/)
  expect(call?.toolUse).toMatchObject({ name: 'get_weather', input: { path: 'café/menu' } })
  expect(answer.stopReason).toBe('tool_use')
  expect(answer.usage).toMatchObject({ cacheReadInputTokens: 2048, cacheWriteInputTokens: 768 })
})

test('the AWS client reads the events of ConverseStream', async () => {
  const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages }))
  const names: string[] = []
  let text = ''
  let usage: object | undefined
  for await (const event of stream ?? []) {
    names.push(...Object.keys(event))
    text += event.contentBlockDelta?.delta?.text ?? ''
    usage = event.metadata?.usage ?? usage
  }
  expect([...new Set(names)]).toEqual([
    'messageStart',
    'contentBlockDelta',
    'contentBlockStop',
    'messageStop',
    'metadata',
  ])
  expect(text).toContain('“Good morning”')
  expect(usage).toEqual({ inputTokens: 11, outputTokens: 28, totalTokens: 39 })
})

test('behaviours of frames hold for ConverseStream too', async () => {
  fake.script({ kind: 'exception_frame', at: 1, exception: 'throttlingException', message: 'Slow down' })
  const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages }))
  const read = async () => {
    for await (const event of stream ?? []) expect(event).toBeDefined()
  }
  await expect(read()).rejects.toMatchObject({ name: 'ThrottlingException' })
  fake.script({ kind: 'cut', at: { events: 2 }, ending: 'clean' })
  const response = await fetch(`${fake.url}/model/${encodeURIComponent(modelId)}/converse-stream`, {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest' },
    body: JSON.stringify({ messages }),
  })
  expect(decodeFrames(await response.bytes()).map(({ headers }) => headers[':event-type'])).toEqual([
    'messageStart',
    'contentBlockDelta',
  ])
})

test('the AWS client counts, and reads errors', async () => {
  const base = 'anthropic.claude-sonnet-4-6'
  const counted = await client.send(
    new CountTokensCommand({ modelId: base, input: { converse: { messages } } }),
  )
  expect(counted.inputTokens).toBe(11)
  fake.script({ kind: 'error', status: 429, exception: 'ThrottlingException', message: 'Too many tokens' })
  const body = '{"anthropic_version":"bedrock-2023-05-31","max_tokens":1,"messages":[]}'
  await expect(client.send(new InvokeModelCommand({ modelId, body }))).rejects.toMatchObject({
    name: 'ThrottlingException',
    message: 'Too many tokens',
  })
  fake.others.script({ kind: 'error', status: 503, exception: 'ServiceUnavailableException' })
  await expect(
    client.send(new CountTokensCommand({ modelId: base, input: { converse: { messages } } })),
  ).rejects.toMatchObject({ name: 'ServiceUnavailableException' })
})
