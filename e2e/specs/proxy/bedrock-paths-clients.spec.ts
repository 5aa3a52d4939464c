// Clients that think they talk to AWS: its own SDK over HTTP/2, and Anthropic's SDK for Bedrock.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type BedrockRuntimeClientConfig,
} from '@aws-sdk/client-bedrock-runtime'
import { BODY, MODEL } from '../../fixtures/bedrock-paths.ts'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'

test.describe('clients of AWS and Anthropic', () => {
  function client(gateway: Gateway, config: BedrockRuntimeClientConfig): BedrockRuntimeClient {
    return new BedrockRuntimeClient({ endpoint: gateway.url, region: 'eu-west-1', maxAttempts: 1, ...config })
  }
  const ask = { messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] }

  async function useAll(aws: BedrockRuntimeClient) {
    const body = new TextEncoder().encode(BODY)
    const whole = await aws.send(
      new InvokeModelCommand({ modelId: MODEL, body, contentType: 'application/json' }),
    )
    expect(JSON.parse(new TextDecoder().decode(whole.body))).toMatchObject({ type: 'message' })
    const streamed = await aws.send(new InvokeModelWithResponseStreamCommand({ modelId: MODEL, body }))
    const events: string[] = []
    for await (const { chunk } of streamed.body!) {
      events.push((JSON.parse(new TextDecoder().decode(chunk!.bytes)) as { type: string }).type)
    }
    expect([events[0], events.at(-1)]).toEqual(['message_start', 'message_stop'])
    const said = await aws.send(new ConverseCommand({ modelId: MODEL, ...ask }))
    expect(said.usage?.outputTokens).toBeGreaterThan(0)
    const talk = await aws.send(new ConverseStreamCommand({ modelId: MODEL, ...ask }))
    const parts: string[] = []
    for await (const part of talk.stream!) parts.push(Object.keys(part)[0]!)
    expect(parts.at(-1)).toBe('metadata')
    const counted = await aws.send(
      new CountTokensCommand({
        modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
        input: { invokeModel: { body } },
      }),
    )
    expect(counted.inputTokens).toBeGreaterThan(0)
  }

  test('AWS’s SDK with the project key as its bearer', async ({ gateway }) => {
    const { key } = await gateway.projectOn('bedrock')
    const aws = client(gateway, { token: { token: key }, authSchemePreference: ['httpBearerAuth'] })
    await useAll(aws)
    await expect(aws.send(new ConverseCommand({ modelId: 'claude-nothing', ...ask }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    aws.destroy()
    expect(gateway.bedrock.leaks).toEqual([])
  })

  test('AWS’s SDK with keys of its own and the project key in a header', async ({ gateway }) => {
    const { key } = await gateway.projectOn('bedrock')
    const aws = client(gateway, {
      credentials: { accessKeyId: 'AKIDCLIENT', secretAccessKey: 'client', sessionToken: 'client-session' },
    })
    aws.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-headgate-key': key })
        return next(args)
      },
      { step: 'build' },
    )
    await useAll(aws)
    aws.destroy()
    expect(gateway.bedrock.leaks).toEqual([])
  })

  test('AWS’s SDK reads a rejection of the key as its own', async ({ gateway }) => {
    const aws = client(gateway, { token: { token: 'nobody' }, authSchemePreference: ['httpBearerAuth'] })
    await expect(aws.send(new ConverseCommand({ modelId: MODEL, ...ask }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
    aws.destroy()
  })

  test('Anthropic’s SDK for Bedrock', async ({ gateway }) => {
    const { key } = await gateway.projectOn('bedrock')
    const options = { baseURL: gateway.url, awsRegion: 'us-east-1', maxRetries: 0 }
    // This SDK speaks the newest version of the API, which older models do not have on Bedrock.
    const question = {
      model: 'us.anthropic.claude-opus-5',
      max_tokens: 50,
      messages: [{ role: 'user' as const, content: 'Hello' }],
    }
    for (const sdk of [
      new AnthropicBedrock({ ...options, apiKey: key }),
      new AnthropicBedrock({
        ...options,
        awsAccessKey: 'AKIDCLIENT',
        awsSecretKey: 'client',
        defaultHeaders: { 'x-headgate-key': key },
      }),
    ]) {
      expect((await sdk.messages.create(question)).content).toMatchObject([{ type: 'text' }])
      const events: string[] = []
      for await (const event of await sdk.messages.create({ ...question, stream: true }))
        events.push(event.type)
      expect(events.at(-1)).toBe('message_stop')
    }
    expect(gateway.bedrock.leaks).toEqual([])
  })
})
