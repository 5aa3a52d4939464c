import { describe, expect, test, vi } from 'vitest'
import { bedrockCandidate } from '../../../../../test/bedrock-candidate.ts'
import { bedrockUpstream, messagesCall, type Given } from '../../../../../test/bedrock-upstream.ts'
import type { BedrockApiKeyCredential } from '../../../../core/credentials/credential.ts'
import type { UpstreamOptions } from '../../../../../test/bedrock-upstream.ts'
import { TransportError } from '../../../../core/upstream/transport.ts'

const ON_MANTLE: Given = { body: '{"input_tokens":42}' }
const ON_RUNTIME: Given = { body: '{"inputTokens":43}' }
const aws = (status: number, exception: string, message: string): Given => ({
  status,
  headers: ['x-amzn-errortype', exception],
  body: JSON.stringify({ message }),
})
const UNSUPPORTED = aws(400, 'ValidationException', "The provided model doesn't support counting tokens.")
const THROTTLED = aws(429, 'ThrottlingException', 'Too many requests')
const DENIED = aws(403, 'AccessDeniedException', 'User is not authorized to perform: bedrock-mantle:x')
const INVALID = aws(400, 'ValidationException', 'messages: Field required')

const never = new AbortController().signal

async function count(
  given: readonly Given[],
  { fields = {}, ...options }: UpstreamOptions & { fields?: object } = {},
  credential: Partial<BedrockApiKeyCredential> = {},
) {
  const upstream = bedrockUpstream(given, options)
  const call = messagesCall(fields, { operation: 'count_tokens' })
  const result = await upstream.adapter.attempt(call, bedrockCandidate(credential), never)
  if (result.kind !== 'answer') return { ...upstream, call, result, text: null }
  let text = ''
  for await (const chunk of result.answer.body) text += new TextDecoder().decode(chunk)
  return { ...upstream, call, result, text }
}

const hosts = (sent: readonly { url: string }[]) => sent.map(({ url }) => new URL(url).host.split('.')[0])
const failure = (kind: string, status: number, type: string) => ({
  kind: 'failure',
  failure: { kind, answer: { error: { status, type } } },
})
const NOT_COUNTED = failure('model_unavailable', 501, 'not_supported')

describe('counting', () => {
  test('the limit that CountTokens asks for is above the budget for thinking', async () => {
    const thinking = { type: 'enabled', budget_tokens: 1024 }
    const { sent } = await count([ON_RUNTIME], { fields: { model: 'claude-sonnet-4-6', thinking } })
    const { input } = JSON.parse(sent[0]!.body) as { input: { invokeModel: { body: string } } }
    const body = JSON.parse(Buffer.from(input.invokeModel.body, 'base64').toString()) as object
    expect(body).toMatchObject({ max_tokens: 1025, thinking })
  })

  test('mantle is asked first, by the bare id and with its own host', async () => {
    const { text, sent, result } = await count([ON_MANTLE], {}, { endpointUrl: 'https://vpce.test' })
    expect(text).toBe('{"input_tokens":42}')
    expect(sent[0]!.url).toBe('https://mantle.us-east-1.test/anthropic/v1/messages/count_tokens')
    expect(JSON.parse(sent[0]!.body)).toEqual({
      model: 'anthropic.claude-haiku-4-5',
      messages: [{ role: 'user', content: 'hi' }],
    })
    expect(sent[0]!.header('x-api-key')).toBe('ABSKvault')
    expect(result).toMatchObject({ kind: 'answer', answer: { status: 200, streamed: false } })
  })

  test('CountTokens of the runtime is asked for what mantle does not have, without a prefix', async () => {
    const fields = { model: 'us.anthropic.claude-sonnet-4-6' }
    const { text, sent } = await count([ON_RUNTIME], { fields }, { endpointUrl: 'https://vpce.test' })
    expect(text).toBe('{"input_tokens":43}')
    expect(sent[0]!.url).toBe('https://vpce.test/model/anthropic.claude-sonnet-4-6/count-tokens')
    expect(sent[0]!.header('authorization')).toBe('Bearer ABSKvault')
    const { input } = JSON.parse(sent[0]!.body) as { input: { invokeModel: { body: string } } }
    expect(JSON.parse(atob(input.invokeModel.body))).toEqual({
      max_tokens: 1,
      anthropic_version: 'bedrock-2023-05-31',
      messages: [{ role: 'user', content: 'hi' }],
    })
  })

  test('a limit that is there stays', async () => {
    const { sent } = await count([ON_RUNTIME], { fields: { model: 'claude-sonnet-4-6', max_tokens: 77 } })
    const { input } = JSON.parse(sent[0]!.body) as { input: { invokeModel: { body: string } } }
    expect(atob(input.invokeModel.body).match(/"max_tokens":\d+/g)).toEqual(['"max_tokens":77'])
  })

  test('the base model of an override is counted for; an unknown model is not', async () => {
    const model = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc'
    const overrides = [
      {
        id: 'o',
        model,
        credentialId: null,
        upstreamModel: null,
        baseModel: 'claude-sonnet-4-6',
        dropBetas: [],
        dropFields: [],
        createdAt: new Date(0),
        updatedAt: new Date(0),
      },
    ]
    const counted = await count([ON_RUNTIME], { fields: { model }, overrides })
    expect(counted.sent[0]!.url).toContain('/model/anthropic.claude-sonnet-4-6/count-tokens')
    const unknown = await count([], { fields: { model } })
    expect(unknown.result).toMatchObject({
      kind: 'not_sent',
      error: { status: 501, type: 'not_supported', headers: { 'x-should-retry': 'false' } },
    })
  })

  test('mantle is not asked uninvited, unless it is the surface', async () => {
    const invoke = await count([ON_RUNTIME], { countsOnMantle: false })
    expect(hosts(invoke.sent)).toEqual(['runtime'])
    const mantle = await count([ON_MANTLE], { countsOnMantle: false }, { surface: 'mantle' })
    expect(hosts(mantle.sent)).toEqual(['mantle'])
  })

  test('the target is the id that is asked first', async () => {
    const { adapter, call } = await count([ON_MANTLE])
    expect(adapter.target(call, bedrockCandidate()).upstreamModel).toBe('anthropic.claude-haiku-4-5')
  })

  test.each([
    ['not granted', DENIED],
    ['out of reach', new TransportError('network', 'ECONNREFUSED')],
    ['throttled', THROTTLED],
    ['rejecting the key', aws(403, 'AccessDeniedException', 'Authentication failed')],
    ['broken', { status: 503, body: '<html>' }],
    ['something else', { body: '<html>', headers: ['content-type', 'text/html'] }],
    ['not saying a number', { body: '{"input_tokens":-1}' }],
  ] as const)('a mantle that is %s is passed over', async (_name, given) => {
    const { text, sent } = await count([given, ON_RUNTIME])
    expect(text).toBe('{"input_tokens":43}')
    expect(hosts(sent)).toEqual(['mantle', 'runtime'])
  })

  test('a mantle that does not answer is given up after three seconds', async () => {
    vi.useFakeTimers()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(new DOMException('late', 'TimeoutError')), ms)
      return controller.signal
    })
    try {
      const counting = count(['silence', ON_RUNTIME])
      await vi.advanceTimersByTimeAsync(3000)
      expect((await counting).text).toBe('{"input_tokens":43}')
    } finally {
      timeout.mockRestore()
      vi.useRealTimers()
    }
  })

  test.each([
    ['neither has it', [DENIED, UNSUPPORTED], NOT_COUNTED],
    ['both are broken', [new TransportError('network', 'x'), { status: 500, body: '' }], NOT_COUNTED],
    ['mantle is throttled', [THROTTLED, UNSUPPORTED], failure('rate_limited', 429, 'rate_limit_error')],
    ['the runtime is throttled', [DENIED, THROTTLED], failure('rate_limited', 429, 'rate_limit_error')],
    [
      'the key is rejected',
      [DENIED, aws(403, 'UnrecognizedClientException', 'no')],
      failure('credential_rejected', 502, 'api_error'),
    ],
    [
      'the request is at fault, says mantle',
      [INVALID],
      failure('invalid_request', 400, 'invalid_request_error'),
    ],
    [
      'the request is at fault, says the runtime',
      [DENIED, INVALID],
      failure('invalid_request', 400, 'invalid_request_error'),
    ],
  ] as const)('when %s', async (_name, given, expected) => {
    const { result, sent } = await count(given)
    expect(result).toMatchObject(expected)
    expect(sent).toHaveLength(given.length)
  })

  test('every reason is kept for the record', async () => {
    const { result } = await count([DENIED, UNSUPPORTED])
    expect(result).toMatchObject({
      failure: { reason: expect.stringMatching(/not authorized.* \| .*support counting tokens/) },
    })
  })

  test('what is rejected of a body is left out there, too', async () => {
    const unsupported = aws(400, 'ValidationException', 'invalid beta flag')
    const { adapter, sent, saved } = bedrockUpstream([unsupported, ON_MANTLE])
    const headers = ['anthropic-beta', 'interleaved-thinking-2025-05-14']
    const call = messagesCall({}, { operation: 'count_tokens', headers })
    expect((await adapter.attempt(call, bedrockCandidate(), never)).kind).toBe('answer')
    expect(sent.map((request) => request.header('anthropic-beta'))).toEqual([headers[1], undefined])
    expect(saved).toMatchObject([{ upstreamModel: 'anthropic.claude-haiku-4-5' }])
  })

  test('a client that leaves ends it', async () => {
    const { adapter } = bedrockUpstream(['silence'])
    const leaving = new AbortController()
    const call = messagesCall({}, { operation: 'count_tokens' })
    const counting = adapter.attempt(call, bedrockCandidate(), leaving.signal)
    const left = new Error('left')
    leaving.abort(left)
    await expect(counting).rejects.toBe(left)
  })
})
