// The official SDK against either provider: nobody can tell them apart but by their ids.
import Anthropic from '@anthropic-ai/sdk'
import type { MessageCreateParamsNonStreaming, Message } from '@anthropic-ai/sdk/resources/messages'
import { expect, test, type Gateway, type ProjectWithKey } from '../../fixtures/gateway.ts'

const PROVIDERS = ['anthropic', 'oauth', 'bedrock'] as const

function client(gateway: Gateway, project: ProjectWithKey): Anthropic {
  return new Anthropic({ baseURL: gateway.url, apiKey: project.key, maxRetries: 0 })
}

const ASK: MessageCreateParamsNonStreaming = {
  model: 'claude-haiku-4-5',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Hello there' }],
}

const REQUESTS: Readonly<Record<string, MessageCreateParamsNonStreaming>> = {
  text: ASK,
  caching: {
    ...ASK,
    system: [{ type: 'text', text: 'You are brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
  },
  thinking: {
    ...ASK,
    model: 'claude-sonnet-4-6',
    max_tokens: 3000,
    thinking: { type: 'enabled', budget_tokens: 2000 },
  },
  tools: {
    ...ASK,
    tools: [
      {
        name: 'weather',
        description: 'Weather of a place',
        input_schema: { type: 'object', properties: { place: { type: 'string' } } },
      },
    ],
    tool_choice: { type: 'tool', name: 'weather' },
  },
  conversation: {
    ...ASK,
    messages: [
      { role: 'user', content: 'One' },
      { role: 'assistant', content: [{ type: 'text', text: 'Two' }] },
      { role: 'user', content: [{ type: 'text', text: 'Three é 🙂 \n "quoted"' }] },
    ],
    stop_sequences: ['END'],
    metadata: { user_id: 'someone' },
  },
}

/** What may differ: ids. `parsed_output` is the SDK's own, added to streamed messages only. */
function comparable(message: Message): object {
  const { id, parsed_output: _own, ...rest } = message as Message & { parsed_output?: unknown }
  expect(id).toMatch(/^msg_/)
  return {
    ...rest,
    content: message.content.map((block) => ('id' in block ? { ...block, id: 'id' } : block)),
  }
}

for (const [name, request] of Object.entries(REQUESTS)) {
  test(`${name}: every provider gives the same message, streamed or not`, async ({ gateway }) => {
    const answers: object[] = []
    for (const provider of PROVIDERS) {
      const sdk = client(gateway, await gateway.projectOn(provider))
      answers.push(comparable(await sdk.messages.create(request)))
      answers.push(comparable(await sdk.messages.stream(request).finalMessage()))
    }
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })
}

test('a thinking block can be sent back: its signature has kept every byte', async ({ gateway }) => {
  for (const provider of PROVIDERS) {
    const sdk = client(gateway, await gateway.projectOn(provider))
    const first = await sdk.messages.stream(REQUESTS.thinking!).finalMessage()
    const fake = provider === 'bedrock' ? gateway.bedrock : gateway.anthropic
    await sdk.messages.create({
      ...REQUESTS.thinking!,
      messages: [
        ...ASK.messages,
        { role: 'assistant', content: first.content },
        { role: 'user', content: 'Go on' },
      ],
    })
    const sent = JSON.parse(fake.requests.at(-1)!.body.toString()) as { messages: { content: unknown }[] }
    expect(sent.messages[1]!.content).toEqual(first.content)
    const [block] = first.content
    expect(block?.type === 'thinking' && block.signature).toMatch(/[+/=]/)
  }
})

test('streamed text arrives piece by piece, and events come in order', async ({ gateway }) => {
  for (const provider of PROVIDERS) {
    const fake = provider === 'bedrock' ? gateway.bedrock : gateway.anthropic
    fake.script({ kind: 'answer', chunkDelayMs: 15 })
    const sdk = client(gateway, await gateway.projectOn(provider))
    const types: string[] = []
    const times: number[] = []
    for await (const event of await sdk.messages.create({ ...ASK, stream: true })) {
      types.push(event.type)
      times.push(performance.now())
    }
    expect(types[0]).toBe('message_start')
    expect(types.at(-1)).toBe('message_stop')
    expect(types.filter((type) => type === 'content_block_delta').length).toBeGreaterThan(5)
    // Had anything collected the events, they would have come all at once.
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(100)
  }
})

test.describe('errors reach the SDK as its typed classes', () => {
  const cases = [
    [400, 'invalid_request_error', 'ValidationException', Anthropic.BadRequestError],
    [404, 'not_found_error', 'ResourceNotFoundException', Anthropic.NotFoundError],
    [429, 'rate_limit_error', 'ThrottlingException', Anthropic.RateLimitError],
    [500, 'api_error', 'InternalServerException', Anthropic.InternalServerError],
    [529, 'overloaded_error', 'ServiceUnavailableException', Anthropic.InternalServerError],
  ] as const
  for (const [status, type, exception, errorClass] of cases) {
    test(`${status} ${type}`, async ({ gateway }) => {
      for (const provider of ['anthropic', 'bedrock'] as const) {
        const upstreamStatus = status === 529 && provider === 'bedrock' ? 503 : status
        gateway.anthropic.always({ kind: 'error', status, type, message: 'because' })
        gateway.bedrock.always({ kind: 'error', status: upstreamStatus, exception, message: 'because' })
        const sdk = client(gateway, await gateway.projectOn(provider))
        for (const stream of [false, true]) {
          const error = await sdk.messages.create({ ...ASK, stream }).then(
            () => null,
            (thrown: unknown) => thrown,
          )
          expect(error).toBeInstanceOf(errorClass)
          if (!(error instanceof Anthropic.APIError)) throw new Error('no API error')
          expect([error.status, error.type]).toEqual([status, type])
          expect(error.message).toContain('because')
          expect(error.requestID).toMatch(/^req_/)
        }
      }
    })
  }

  test('a wrong key is an AuthenticationError', async ({ gateway }) => {
    const sdk = new Anthropic({ baseURL: gateway.url, apiKey: `hg_live_${'x'.repeat(43)}`, maxRetries: 0 })
    await expect(sdk.messages.create(ASK)).rejects.toBeInstanceOf(Anthropic.AuthenticationError)
  })

  test('an error inside a stream is thrown with its type', async ({ gateway }) => {
    gateway.bedrock.script({
      kind: 'exception_frame',
      at: 4,
      exception: 'throttlingException',
      message: 'Too many tokens',
    })
    gateway.anthropic.script({
      kind: 'error_event',
      after: 4,
      type: 'overloaded_error',
      message: 'Overloaded',
    })
    for (const [provider, type] of [
      ['bedrock', 'rate_limit_error'],
      ['anthropic', 'overloaded_error'],
    ] as const) {
      const sdk = client(gateway, await gateway.projectOn(provider))
      await expect(sdk.messages.stream(ASK).finalMessage()).rejects.toMatchObject({
        error: { error: { type } },
      })
    }
  })
})

test('an abort of the client reaches the upstream at once', async ({ gateway }) => {
  for (const provider of ['anthropic', 'bedrock'] as const) {
    const fake = provider === 'bedrock' ? gateway.bedrock : gateway.anthropic
    fake.script({ kind: 'answer', chunkDelayMs: 200 })
    const sdk = client(gateway, await gateway.projectOn(provider))
    const stream = await sdk.messages.create({ ...ASK, stream: true })
    for await (const _event of stream) break
    stream.controller.abort()
    await expect.poll(() => fake.requests.at(-1)!.aborted, { timeout: 2000 }).toBe(true)
  }
})

test('an abort before the first byte reaches the upstream too', async ({ gateway }) => {
  for (const provider of ['anthropic', 'bedrock'] as const) {
    const fake = provider === 'bedrock' ? gateway.bedrock : gateway.anthropic
    fake.script({ kind: 'hang' })
    const project = await gateway.projectOn(provider)
    const sdk = client(gateway, project)
    const abort = new AbortController()
    const asked = sdk.messages.create({ ...ASK, stream: true }, { signal: abort.signal }).then(
      () => 'answered',
      () => 'aborted',
    )
    const before = fake.requests.length
    await expect.poll(() => fake.requests.length).toBeGreaterThanOrEqual(Math.max(before, 1))
    abort.abort()
    expect(await asked).toBe('aborted')
    await expect.poll(() => fake.requests.at(-1)!.aborted, { timeout: 2000 }).toBe(true)
  }
})
