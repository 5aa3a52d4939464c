import { describe, expect, test } from 'vitest'
import { bedrockCandidate } from '../../../../test/bedrock-candidate.ts'
import { bedrockUpstream, messagesCall, type Given } from '../../../../test/bedrock-upstream.ts'

const MESSAGE: Given = { body: '{"type":"message","content":[],"usage":{"output_tokens":1}}' }
const INVALID_BETA: Given = {
  status: 400,
  headers: ['x-amzn-errortype', 'ValidationException'],
  body: '{"message":"invalid beta flag"}',
}
const EVENTS: Given = {
  headers: ['content-type', 'text/event-stream'],
  body: 'data: {"type":"message_start","message":{}}\n\ndata: {"type":"message_stop"}\n\n',
}
const OTHER_BETA = 'tool-search-tool-2025-10-19'
const BETA = ['anthropic-beta', 'interleaved-thinking-2025-05-14']

const never = new AbortController().signal

describe.each(['invoke', 'messages', 'mantle'] as const)('repair on %s', (surface) => {
  const candidate = bedrockCandidate({ surface })
  const call = messagesCall({}, { headers: BETA })
  const sentBetas = (request: { body: string; header(name: string): string | undefined }) =>
    (JSON.parse(request.body) as { anthropic_beta?: string[] }).anthropic_beta ??
    request.header('anthropic-beta')?.split(',') ??
    []

  test('what is rejected is left out once, learned, and left out from then on', async () => {
    const { adapter, sent, saved, logged } = bedrockUpstream([INVALID_BETA, MESSAGE, MESSAGE])
    expect((await adapter.attempt(call, candidate, never)).kind).toBe('answer')
    expect((await adapter.attempt(call, candidate, never)).kind).toBe('answer')
    expect(sent.map(sentBetas)).toEqual([[BETA[1]], [], []])
    expect(saved).toMatchObject([
      { kind: 'beta', name: BETA[1], credentialId: 'c1', reason: expect.stringContaining('invalid beta') },
    ])
    expect(logged.map(({ level }) => level)).toEqual(['warn', 'info'])
  })

  test('only once, and nothing is learned from what did not help', async () => {
    const { adapter, sent, saved } = bedrockUpstream([INVALID_BETA, INVALID_BETA])
    expect(await adapter.attempt(call, candidate, never)).toMatchObject({
      kind: 'failure',
      failure: {
        kind: 'invalid_request',
        reason: expect.stringContaining(`sent again without beta ${BETA[1]}`),
        answer: { error: { status: 400, message: 'invalid beta flag' } },
      },
    })
    expect(sent).toHaveLength(2)
    expect(saved).toEqual([])
  })

  test('another complaint is the answer, and the first one is learned from', async () => {
    const other: Given = {
      status: 400,
      headers: ['x-amzn-errortype', 'ValidationException'],
      body: '{"message":"messages: at least one message is required"}',
    }
    const { adapter, saved } = bedrockUpstream([INVALID_BETA, other])
    expect(await adapter.attempt(call, candidate, never)).toMatchObject({
      kind: 'failure',
      failure: { answer: { error: { message: 'messages: at least one message is required' } } },
    })
    expect(saved).toMatchObject([{ name: BETA[1] }])
  })

  test('what was taken a moment ago is not what is learned', async () => {
    const { adapter, sent, saved } = bedrockUpstream([MESSAGE, INVALID_BETA, MESSAGE, MESSAGE])
    const both = messagesCall({}, { headers: ['anthropic-beta', `${BETA[1]},${OTHER_BETA}`] })
    await adapter.attempt(call, candidate, never)
    await adapter.attempt(both, candidate, never)
    expect((await adapter.attempt(both, candidate, never)).kind).toBe('answer')
    expect(sent.map((request) => new Set(sentBetas(request)))).toEqual([
      new Set([BETA[1]]),
      new Set([BETA[1], OTHER_BETA]),
      new Set(),
      new Set([BETA[1]]),
    ])
    expect(saved).toMatchObject([{ name: OTHER_BETA }])
  })

  test('of several none is blamed for good, and each alone has its chance', async () => {
    const { adapter, sent, saved } = bedrockUpstream([INVALID_BETA, MESSAGE, MESSAGE, MESSAGE, MESSAGE])
    const both = messagesCall({}, { headers: ['anthropic-beta', `${BETA[1]},${OTHER_BETA}`] })
    for (const asked of [both, both, call, both]) await adapter.attempt(asked, candidate, never)
    expect(sent.map((request) => new Set(sentBetas(request)))).toEqual([
      new Set([BETA[1], OTHER_BETA]),
      new Set(),
      new Set(),
      new Set([BETA[1]]),
      new Set([BETA[1]]),
    ])
    expect(saved).toEqual([])
  })
})

test('a stream whose first event rejects a beta is repaired, before anything reaches the client', async () => {
  const unsupported: Given = {
    headers: ['content-type', 'text/event-stream'],
    body: 'event: error\ndata: {"type":"error","error":{"type":"invalid_request_error","message":"invalid beta flag"}}\n\n',
  }
  const { adapter, sent, saved } = bedrockUpstream([unsupported, EVENTS])
  const call = messagesCall({ stream: true }, { headers: BETA })
  const result = await adapter.attempt(call, bedrockCandidate({ surface: 'messages' }), never)
  if (result.kind !== 'answer') throw new TypeError(result.kind)
  let text = ''
  for await (const chunk of result.answer.body) text += new TextDecoder().decode(chunk)
  expect(text).toBe(
    'event: message_start\ndata: {"type":"message_start","message":{}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n',
  )
  expect(sent).toHaveLength(2)
  expect(saved).toHaveLength(1)
})
