import { EventStreamCodec } from '@smithy/eventstream-codec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answering, EXCHANGE, OUTGOING } from '../../../../../test/bedrock-exchange.ts'
import { Secret } from '../../../../core/vault/secret.ts'
import { findModel } from '../../../../core/models/catalog.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { answerStream } from './answer-stream.ts'
import { AttemptFailed } from '../errors/attempt-failed.ts'
import { sendRequest } from '../exchange.ts'
import { openStream } from './open-stream.ts'
import { SURFACES } from '../surfaces.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (value: string) => new TextEncoder().encode(value)
const codec = new EventStreamCodec(text, bytes)
const HAIKU = findModel('claude-haiku-4-5')!

type Form = 'invoke' | 'messages'

const HEADERS: Readonly<Record<Form, RawHeaders>> = {
  invoke: ['content-type', 'application/vnd.amazon.eventstream', 'x-amzn-requestid', 'aws-1'],
  messages: ['content-type', 'text/event-stream; charset=utf-8', 'x-amzn-requestid', 'aws-1'],
}

function frame(headers: Record<string, string>, payload: object): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const)
  return codec.encode({ headers: Object.fromEntries(typed), body: bytes(JSON.stringify(payload)) })
}

function encoded(form: Form, event: string): Uint8Array {
  return form === 'invoke'
    ? frame({ ':event-type': 'chunk', ':message-type': 'event' }, { bytes: btoa(event), p: 'abc' })
    : bytes(`event: ${(JSON.parse(event) as { type: string }).type}\ndata: ${event}\n\n`)
}

function encodedError(form: Form): Uint8Array {
  return form === 'invoke'
    ? frame({ ':exception-type': 'throttlingException', ':message-type': 'exception' }, { message: 'slow' })
    : bytes('event: error\ndata: {"type":"error","error":{"type":"rate_limit_error","message":"slow"}}\n\n')
}

const EVENTS = [
  '{"type":"message_start","message":{"id":"m","model":"anthropic.claude-haiku-4-5","usage":{"input_tokens":7,"cache_read_input_tokens":2}}}',
  '{"type":"ping"}',
  '{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"n\\":9007199254740993,\\"e\\":\\"\\\\u00e9\\\\n\\"}"}}',
  '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}',
  '{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":7,"outputTokenCount":4}}',
]

const OUTPUT = [
  `event: message_start\ndata: ${EVENTS[0]!.replace('anthropic.claude-haiku-4-5', 'claude-haiku-4-5-20251001')}\n\n`,
  `event: ping\ndata: {"type":"ping"}\n\n`,
  `event: content_block_delta\ndata: ${EVENTS[2]}\n\n`,
  'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":7,"cache_read_input_tokens":2,"output_tokens":3}}\n\n',
  'event: message_stop\ndata: {"type":"message_stop"}\n\n',
].join('')

async function* given(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}

async function stream(
  form: Form,
  body: AsyncIterable<Uint8Array>,
  headers: RawHeaders = HEADERS[form],
  { candidate } = EXCHANGE,
) {
  const { deps, logged } = answering({ status: 200, headers, body })
  const exchange = { ...EXCHANGE, candidate, model: HAIKU }
  const open = async () =>
    openStream(deps, exchange, await sendRequest(deps, exchange, OUTGOING), SURFACES[form].stream)
  try {
    return { result: await answerStream(deps, exchange, open()), logged }
  } catch (error) {
    if (!(error instanceof AttemptFailed)) throw error
    return { result: { kind: 'failure', failure: error.failure } as const, logged }
  }
}

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  let all = ''
  for await (const chunk of body) all += text(chunk)
  return all
}

async function outcome(form: Form, chunks: readonly Uint8Array[]) {
  const { result } = await stream(form, given(chunks))
  if (result.kind !== 'answer') return { text: null, end: null, usage: null, result }
  const all = await read(result.answer.body)
  return { text: all, end: await result.answer.finished, usage: result.answer.usage, result }
}

function whole(form: Form, events: readonly string[] = EVENTS): Uint8Array {
  return Uint8Array.from(events.flatMap((event) => [...encoded(form, event)]))
}

/** Chunks, and then nothing: the connection stays open until its reader lets go of it. */
function openBody(chunks: readonly Uint8Array[]) {
  const left = [...chunks]
  const state = { asked: 0, returned: 0 }
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        state.asked++
        const value = left.shift()
        return value ? Promise.resolve({ done: false, value }) : new Promise(() => undefined)
      },
      return() {
        state.returned++
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
  return { body, state }
}

describe.each(['invoke', 'messages'] as const)('a stream of the surface %s', (form) => {
  test('gives the same bytes however it is split', async () => {
    const all = whole(form)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(all.length), { maxLength: 40 }), async (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), all.length]
        const chunks = edges.slice(1).map((edge, i) => all.subarray(edges[i], edge))
        const { text: given, end, usage } = await outcome(form, chunks)
        expect(given).toBe(OUTPUT)
        expect(end).toEqual({ kind: 'complete' })
        expect(usage).toMatchObject({
          inputTokens: 7,
          cacheReadTokens: 2,
          outputTokens: 4,
        })
      }),
      { numRuns: 60 },
    )
    expect(
      (
        await outcome(
          form,
          [...all].map((byte) => Uint8Array.of(byte)),
        )
      ).text,
    ).toBe(OUTPUT)
  })

  /** An event is read without the blank line that closes it, once nothing more can come. */
  const blankLine = form === 'messages' ? '\n\n'.length : 0

  const cuts = async () => {
    const all = whole(form)
    return Promise.all([...all.keys()].map((at) => outcome(form, [all.slice(0, at)])))
  }

  test('cut before its first event, at any byte, it is a failure', async () => {
    const failed = (await cuts()).filter(({ text: given }) => given === null)
    expect(failed.length).toBe(encoded(form, EVENTS[0]!).length - blankLine)
    for (const { result } of failed) {
      expect(result).toMatchObject({
        kind: 'failure',
        failure: { kind: 'network', answer: { error: { type: 'api_error', status: 502 } } },
      })
    }
  })

  test('cut later, at any byte, it never ends cleanly, and gave what it would have given', async () => {
    let wholeOnes = 0
    for (const { text: given, end } of await cuts()) {
      if (given === null) continue
      if (given === OUTPUT && end.kind === 'complete') {
        wholeOnes += 1
        continue
      }
      const [events, error] = given.split(/(?=event: error\n)/)
      const isFaithful = OUTPUT.startsWith(events!) && !events!.includes('message_stop')
      const data = JSON.parse(/data: (.*)\n\n$/.exec(error!)![1]!) as object
      expect([isFaithful, end, data]).toMatchObject([
        true,
        { kind: 'cut', failure: 'network', errorType: 'api_error' },
        { type: 'error', error: { type: 'api_error' }, request_id: 'req_1' },
      ])
    }
    expect(wholeOnes).toBe(blankLine)
  })

  test('an error in the first place keeps its status, and is logged', async () => {
    const { result, logged } = await stream(form, given([encodedError(form)]))
    expect(result).toMatchObject({
      kind: 'failure',
      failure: {
        kind: 'rate_limited',
        upstreamRequestId: 'aws-1',
        answer: { error: { status: 429, type: 'rate_limit_error', message: 'slow' } },
      },
    })
    expect(logged).toHaveLength(1)
  })

  test('a later error ends the stream in Anthropic’s terms', async () => {
    const chunk = Uint8Array.from([...encoded(form, EVENTS[0]!), ...encodedError(form), ...whole(form)])
    const { text: given, end } = await outcome(form, [chunk])
    expect(given!.match(/^event: .*$/gm)).toEqual(['event: message_start', 'event: error'])
    expect(given).toContain('{"type":"rate_limit_error","message":"slow"}')
    expect(end).toMatchObject({ kind: 'error', failure: 'rate_limited', errorType: 'rate_limit_error' })
  })

  test('the stream ends with message_stop, although the upstream keeps its connection open', async () => {
    const { body, state } = openBody([whole(form)])
    const { result } = await stream(form, body)
    if (result.kind !== 'answer') throw new TypeError(result.kind)
    expect(await read(result.answer.body)).toBe(OUTPUT)
    expect(await result.answer.finished).toEqual({ kind: 'complete' })
    expect(state.returned).toBe(0)
    // What follows is still read for a while, so that the connection can be used again; then it is let go of.
    await expect.poll(() => state.returned, { timeout: 5000 }).toBe(1)
  })

  test('an answer of another type is let go of', async () => {
    const { body, state } = openBody([bytes('<html>')])
    const { result } = await stream(form, body, ['content-type', 'text/html'])
    expect(result).toMatchObject({ kind: 'failure', failure: { kind: 'unreadable' } })
    expect(state).toEqual({ asked: 0, returned: 1 })
  })

  test('an error in the place of a stream is read', async () => {
    const json = '{"__type":"com.amazon#ServiceUnavailableException","message":"busy"}'
    const { result } = await stream(form, given([bytes(json)]), ['content-type', 'application/json'])
    expect(result).toMatchObject({ kind: 'failure', failure: { kind: 'overloaded' } })
  })

  test('a reader that leaves ends the call', async () => {
    const { body, state } = openBody([encoded(form, EVENTS[0]!)])
    const { result } = await stream(form, body)
    if (result.kind !== 'answer') throw new TypeError(result.kind)
    for await (const _chunk of result.answer.body) break
    expect(await result.answer.finished).toEqual({ kind: 'unread' })
    expect(state.asked).toBeGreaterThan(0)
  })

  test('the first connection that breaks before an event is let go of', async () => {
    const { body, state } = openBody([encodedError(form)])
    await stream(form, body)
    expect(state.returned).toBe(1)
  })
})

describe('server-sent events of Bedrock', () => {
  const sse = (data: string) => outcome('messages', [bytes(data)])

  test.each([
    ['event: error\ndata: not json\n\n', 'server_error', 500],
    ['data: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n', 'overloaded', 529],
    [
      'event: internalServerException\ndata: {"message":"arn:aws:bedrock:us-east-1:111122223333:x"}\n\n',
      'server_error',
      500,
    ],
    [
      'event: error\ndata: {"type":"error","error":{"type":"authentication_error","message":"x"}}\n\n',
      'credential_rejected',
      502,
    ],
    ['event: message_start\ndata: {"type":"message_st\n\n', 'unreadable', 502],
  ])('%j is a failure', async (data, kind, status) => {
    const { result } = await sse(data)
    expect(result).toMatchObject({ kind: 'failure', failure: { kind, answer: { error: { status } } } })
    expect(JSON.stringify(result)).not.toContain('111122223333')
  })

  test('CRLF, comments and events without data change nothing', async () => {
    const crlf = text(whole('messages')).replaceAll('\n', '\r\n')
    expect((await sse(`: hello\r\n\r\nevent: nothing\r\n\r\ndata:\r\n\r\n${crlf}`)).text).toBe(OUTPUT)
  })

  test('an event that only speaks of an error is none', async () => {
    const event = '{"type":"content_block_delta","delta":{"text":"x"},"error":"error"}'
    const { text: given } = await sse(text(whole('messages', [EVENTS[0]!, event, EVENTS[4]!])))
    expect(given).toContain(`event: content_block_delta\ndata: ${event}\n\n`)
  })

  test('an error that repeats the secret is told without it', async () => {
    const apiKey = new Secret('of-a-form-nobody-knows')
    const candidate = { ...EXCHANGE.candidate, secret: { method: 'api_key', apiKey } as const }
    const late = bytes(`event: error\ndata: {"type":"error","error":{"message":"x ${apiKey.reveal()}"}}\n\n`)
    const { result } = await stream(
      'messages',
      given([whole('messages', EVENTS.slice(0, 1)), late]),
      undefined,
      {
        ...EXCHANGE,
        candidate,
      },
    )
    if (result.kind !== 'answer') throw new TypeError(result.kind)
    const text = await read(result.answer.body)
    expect(text).toContain('"message":"x ')
    expect(text).not.toContain(apiKey.reveal())
  })
})
