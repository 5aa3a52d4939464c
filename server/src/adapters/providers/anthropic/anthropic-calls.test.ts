import { describe, expect, test } from 'vitest'
import { Secret } from '../../../core/vault/secret.ts'
import type { Candidate, MessagesCall, PlainCall } from '../../../core/upstream/provider.ts'
import {
  TransportError,
  type HttpResponse,
  type HttpRequest,
  type Transport,
} from '../../../core/upstream/transport.ts'
import { viewBody } from '../../../core/wire/body-view.ts'
import { makeAnthropicAdapter } from './anthropic-adapter.ts'
import { makeAnthropicPlainCalls } from './plain-calls.ts'
import { recordingLog } from '../../../../test/recording-log.ts'

const DAY = new Date('2026-11-22T12:00:00Z')
const bytes = (text: string) => new TextEncoder().encode(text)
const VAULT: Candidate = {
  credential: {
    provider: 'anthropic',
    method: 'api_key',
    id: 'c',
    accountId: 'acc',
    name: 'A',
    endpointUrl: 'https://proxy.example/anthropic/',
    enabled: true,
    createdAt: DAY,
    updatedAt: DAY,
    keyPreview: null,
  },
  secret: { method: 'api_key', apiKey: new Secret('sk-ant-api03-vault-secret') },
}
const OWN: Candidate = {
  credential: {
    provider: 'anthropic',
    method: 'callers_credential',
    id: null,
    accountId: null,
    endpointUrl: null,
  },
  secret: { method: 'callers_credential', secrets: [new Secret('odd-secret-of-a-caller')] },
}

async function* chunksOf(parts: readonly Uint8Array[], cut: boolean): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  yield* parts
  if (cut) throw new TransportError('network', 'other side closed')
}

function upstream(status: number, headers: string[], parts: readonly Uint8Array[], cut = false) {
  const sent: HttpRequest[] = []
  const { log, logged } = recordingLog()
  const answer: HttpResponse = { status, headers, body: chunksOf(parts, cut) }
  const transport: Transport = {
    send(request) {
      sent.push(request)
      return Promise.resolve(answer)
    },
  }
  return {
    sent,
    logged,
    deps: { transport, log, defaultUrl: 'https://api.anthropic.com', now: () => DAY },
  }
}

const BODY = bytes('{"model":"claude-haiku-4-5","messages":[]}')
function call(operation: MessagesCall['operation'] = 'messages'): MessagesCall {
  const view = viewBody(BODY)
  return {
    operation,
    requestId: 'req_1',
    query: '?beta=true',
    headers: [],
    body: BODY,
    plainBody: BODY,
    view,
  }
}
const signal = new AbortController().signal

async function read(body: AsyncIterable<Uint8Array>): Promise<{ text: string; broke: boolean }> {
  let text = ''
  try {
    for await (const chunk of body) text += Buffer.from(chunk).toString()
    return { text, broke: false }
  } catch {
    return { text, broke: true }
  }
}

describe('messages', () => {
  const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
  const STREAM =
    event('message_start', { type: 'message_start', message: { usage: { input_tokens: 5 } } }) +
    event('content_block_delta', { type: 'content_block_delta', delta: { text: 'é\\n' } }) +
    event('message_delta', { type: 'message_delta', usage: { output_tokens: 9 } }) +
    event('message_stop', { type: 'message_stop' })

  async function streamed(parts: readonly Uint8Array[], cut: boolean) {
    const { deps } = upstream(200, ['Content-Type', 'text/event-stream; charset=utf-8'], parts, cut)
    const result = await makeAnthropicAdapter(deps).attempt(call(), VAULT, signal)
    if (result.kind !== 'answer') throw new TypeError(result.kind)
    return { ...(await read(result.answer.body)), end: await result.answer.finished }
  }

  test('a stream that breaks at any byte passes up to there, breaks, and is known to be cut', async () => {
    const whole = bytes(STREAM)
    for (let at = 0; at <= whole.length; at++) {
      const { text, broke, end } = await streamed([whole.subarray(0, at)], true)
      expect([at, Buffer.from(text).length >= at - 1, broke, end.kind]).toEqual([at, true, true, 'cut'])
    }
  })

  test('a stream that ends in good order is whole once its last event is, with or without the blank line', async () => {
    const whole = bytes(STREAM)
    const BLANK_LINE = '\n\n'.length
    for (let at = 0; at <= whole.length; at++) {
      const { broke, end } = await streamed([whole.subarray(0, at), whole.subarray(at, at)], false)
      expect([at, broke, end.kind]).toEqual([at, false, at >= whole.length - BLANK_LINE ? 'complete' : 'cut'])
    }
  })

  test.each([
    ['messages', '/anthropic/v1/messages?beta=true'],
    ['count_tokens', '/anthropic/v1/messages/count_tokens?beta=true'],
  ] as const)('%s goes to its own path, body untouched', async (operation, path) => {
    const { deps, sent } = upstream(200, ['content-type', 'application/json'], [bytes('{"input_tokens":5}')])
    const result = await makeAnthropicAdapter(deps).attempt(call(operation), VAULT, signal)
    if (result.kind !== 'answer') throw new TypeError(result.kind)
    expect((await read(result.answer.body)).text).toBe('{"input_tokens":5}')
    expect(await result.answer.finished).toEqual({ kind: 'complete' })
    expect(result.answer.usage.inputTokens).toBeNull()
    expect(sent[0]!.url.href).toBe(`https://proxy.example${path}`)
    expect(sent[0]!.body).toBe(BODY)
  })

  test('a count that is cut short is no success', async () => {
    const { deps } = upstream(200, ['content-type', 'application/json'], [bytes('{"input_tok')])
    const result = await makeAnthropicAdapter(deps).attempt(call('count_tokens'), VAULT, signal)
    if (result.kind !== 'answer') throw new TypeError(result.kind)
    await read(result.answer.body)
    expect(await result.answer.finished).toMatchObject({ kind: 'error', failure: 'unreadable' })
  })

  test.each(['text/html', 'text/plain', 'application/octet-stream', 'application/vnd.amazon.eventstream'])(
    'a success of type %s is a failure before any byte',
    async (type) => {
      const { deps } = upstream(200, ['content-type', type], [bytes('<title>Sign in</title>')])
      expect(await makeAnthropicAdapter(deps).attempt(call(), VAULT, signal)).toMatchObject({
        kind: 'failure',
        failure: {
          kind: 'unreadable',
          answer: { kind: 'gateway', error: { status: 502, type: 'api_error' } },
        },
      })
    },
  )

  test.each(['application/json', 'APPLICATION/JSON; charset=utf-8', 'application/problem+json', null])(
    'a success of type %s is an answer',
    async (type) => {
      const { deps } = upstream(200, type === null ? [] : ['content-type', type], [bytes('{}')])
      expect((await makeAnthropicAdapter(deps).attempt(call(), VAULT, signal)).kind).toBe('answer')
    },
  )

  test('a caller’s own secret that the upstream repeats stays out of the log', async () => {
    const { deps, sent, logged } = upstream(
      401,
      ['content-type', 'application/json', 'x-told', 'odd-secret-of-a-caller'],
      [bytes('{"error":{"type":"authentication_error","message":"no odd-secret-of-a-caller"}}')],
    )
    const result = await makeAnthropicAdapter(deps).attempt(
      { ...call(), headers: ['x-api-key', 'odd-secret-of-a-caller'] },
      OWN,
      signal,
    )
    expect(result).toMatchObject({ failure: { answer: { kind: 'verbatim', status: 401 } } })
    expect(sent[0]!.url.host).toBe('api.anthropic.com')
    expect(sent[0]!.headers).toContain('odd-secret-of-a-caller')
    expect(JSON.stringify(logged)).toContain('no ')
    expect(JSON.stringify(logged)).not.toContain('odd-secret-of-a-caller')
  })
})

describe('other paths', () => {
  const plain = (more: Partial<PlainCall> = {}): PlainCall => ({
    requestId: 'req_1',
    method: 'GET',
    url: "/v1/files/a%2Fb%20{c}?q=%27'&x=a+b",
    headers: ['Accept-Encoding', 'br', 'Content-Length', '7'],
    body: null,
    ...more,
  })

  test('the path is spelled as it came, behind the path of the endpoint', async () => {
    const { deps, sent } = upstream(200, [], [])
    await makeAnthropicPlainCalls({ ...deps, publicUrl: 'http://gateway.example' }).attempt(
      plain(),
      VAULT,
      signal,
    )
    expect(sent[0]!.rawPath).toBe("/anthropic/v1/files/a%2Fb%20{c}?q=%27'&x=a+b")
    expect(sent[0]!.headers.join()).toBe('Accept-Encoding,br,x-api-key,sk-ant-api03-vault-secret')
  })

  test('a body that passes keeps its length', async () => {
    const { deps, sent } = upstream(200, [], [])
    const body = chunksOf([bytes('1234567')], false)
    await makeAnthropicPlainCalls({ ...deps, publicUrl: 'http://gateway.example' }).attempt(
      plain({ method: 'POST', body }),
      VAULT,
      signal,
    )
    expect(sent[0]!.headers.slice(-2)).toEqual(['content-length', '7'])
    expect(sent[0]!.body).toBe(body)
  })

  test.each([200, 204, 302, 304])('%d is an answer', async (status) => {
    const { deps } = upstream(status, ['Location', 'https://elsewhere.example/x', 'content-length', '3'], [])
    const result = await makeAnthropicPlainCalls({ ...deps, publicUrl: 'http://gateway.example' }).attempt(
      plain(),
      VAULT,
      signal,
    )
    expect(result).toMatchObject({
      kind: 'answer',
      answer: { status, headers: ['Location', 'https://elsewhere.example/x', 'content-length', '3'] },
    })
  })

  test('an error that is no envelope stays as it came, unless it is a page', async () => {
    const { deps } = upstream(409, ['content-type', 'text/plain'], [bytes('later')])
    expect(
      await makeAnthropicPlainCalls({ ...deps, publicUrl: 'http://gateway.example' }).attempt(
        plain(),
        VAULT,
        signal,
      ),
    ).toMatchObject({
      failure: { answer: { kind: 'verbatim', status: 409, body: bytes('later') } },
    })
  })
})
