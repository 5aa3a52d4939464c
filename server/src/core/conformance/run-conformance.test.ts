// The list as a whole: what is sent, how many at once, and that nothing in it throws or leaks.
import { expect, test } from 'vitest'
import { Secret } from '../vault/secret.ts'
import { findModel } from '../models/catalog.ts'
import type { BedrockPathCall } from '../upstream/bedrock-path-call.ts'
import type { AttemptResult, MessagesCall, PlainCall, VaultCandidate } from '../upstream/provider.ts'
import { emptyUsage } from '../usage/token-usage.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { SILENT_LOG } from '../../../test/silent-log.ts'
import { runConformance } from './run-conformance.ts'

const SECRET = 'corp-gateway-key-of-no-known-form'
const CANDIDATE: VaultCandidate = {
  credential: {
    provider: 'anthropic',
    method: 'api_key',
    id: 'c1',
    accountId: 'acc café',
    name: 'A',
    endpointUrl: null,
    enabled: true,
    keyPreview: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
  },
  secret: { method: 'api_key', apiKey: new Secret(SECRET) },
}
const MESSAGE =
  '{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}'

type Call = MessagesCall | PlainCall | BedrockPathCall
type Attempt = (call: Call, signal: AbortSignal) => AttemptResult | Promise<AttemptResult>

function answered(text: string, contentType = 'application/json'): AttemptResult {
  async function* body() {
    yield new TextEncoder().encode(text)
  }
  return {
    kind: 'answer',
    answer: {
      status: 200,
      headers: ['content-type', contentType],
      streamed: false,
      body: body(),
      upstreamRequestId: null,
      usage: emptyUsage(),
      finished: Promise.resolve({ kind: 'complete' }),
      abandon: () => undefined,
    },
  }
}

function run(
  attempt: Attempt,
  scope: 'first' | 'all' = 'all',
  limits?: { checkMs: number; totalMs: number },
) {
  const calls: Call[] = []
  const port = {
    target: () => ({ upstreamModel: 'claude-haiku-4-5', model: findModel('claude-haiku-4-5')! }),
    attempt: async (call: Call, _candidate: unknown, signal: AbortSignal) => {
      calls.push(call)
      return attempt(call, signal)
    },
  }
  const both = { anthropic: port, bedrock: port }
  let ids = 0
  const deps = {
    adapters: both,
    anthropicPaths: port,
    bedrockPaths: port,
    state: () => ({ keys: new Map(), projects: new Map(), overrides: [] }),
    log: SILENT_LOG,
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    newRequestId: () => `req_${ids++}`,
    now: () => new Date(),
  }
  const report = runConformance(deps, CANDIDATE, 'claude-haiku-4-5', scope, limits)
  return report.then(({ first, checks }) => ({ first, checks, calls }))
}

const never: Attempt = (_call, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })

test('the first call alone', async () => {
  const { first, checks, calls } = await run(() => answered(MESSAGE), 'first')
  expect(first).toMatchObject({ ok: true, status: 200, error: null, requestId: 'req_0' })
  expect(checks).toEqual([
    {
      name: 'message',
      result: 'pass',
      detail: 'claude-haiku-4-5, 1 input and 1 output tokens',
      request: {
        method: 'POST',
        path: '/v1/messages',
        headers: {
          'content-type': 'application/json',
          'anthropic-version': '2023-06-01',
          'x-headgate-credential': 'acc%20caf%C3%A9',
        },
        body: '{"model":"claude-haiku-4-5","max_tokens":1,"messages":[{"role":"user","content":"ping"}]}',
      },
      status: 200,
      latencyMs: expect.any(Number) as unknown,
    },
  ])
  expect(calls).toHaveLength(1)
})

test('when the first call fails nothing else is sent, and the report says so', async () => {
  const error = new GatewayError('api_error', 'The upstream rejected the credential.', { status: 502 })
  const { first, checks, calls } = await run(() => ({
    kind: 'failure',
    failure: {
      kind: 'credential_rejected',
      status: 401,
      reason: `invalid x-api-key ${SECRET}`,
      retryAfterMs: null,
      upstreamRequestId: null,
      answer: { kind: 'gateway', error },
    },
  }))
  expect(first).toMatchObject({ ok: false, status: 401, error: 'invalid x-api-key cor...form' })
  expect(checks).toMatchObject([
    {
      result: 'fail',
      status: 502,
      detail: 'HTTP 502: invalid x-api-key cor...form (nothing else was tried)',
    },
  ])
  expect(calls).toHaveLength(1)
})

test('a first answer that is odd but whole lets the rest run', async () => {
  const { first, checks } = await run(() => answered('{"odd":true}'))
  expect(first).toMatchObject({ ok: true, status: 200 })
  expect(checks.length).toBeGreaterThan(10)
  expect(checks[0]).toMatchObject({ name: 'message', result: 'fail' })
})

test('at most three calls are under way at once, and rows keep their order', async () => {
  let now = 0
  let most = 0
  const { checks } = await run(async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
    now--
    return answered(MESSAGE)
  })
  expect(most).toBe(3)
  expect(checks.map(({ name }) => name).slice(0, 4)).toEqual(['message', 'stream', 'tools', 'thinking'])
})

test('a call without an answer ends at its limit and the others run', async () => {
  const attempt: Attempt = (call, signal) =>
    'view' in call && call.view.stream ? never(call, signal) : answered(MESSAGE)
  const { checks } = await run(attempt, 'all', { checkMs: 20, totalMs: 60_000 })
  expect(checks.find(({ name }) => name === 'stream')).toMatchObject({
    result: 'fail',
    detail: 'No answer within 0.02 s.',
    status: null,
    request: { path: '/v1/messages' },
  })
  expect(checks.find(({ name }) => name === 'caching')).toMatchObject({ status: 200 })
})

test('the whole list ends at its limit: what was not reached is no success', async () => {
  let first = true
  const attempt: Attempt = (call, signal) => {
    if (!first) return never(call, signal)
    first = false
    return answered(MESSAGE)
  }
  const { checks } = await run(attempt, 'all', { checkMs: 60_000, totalMs: 50 })
  const others = checks.slice(1).filter(({ result }) => result !== 'not_offered')
  expect(others.length).toBeGreaterThan(10)
  expect(new Set(others.map(({ result, detail }) => `${result}: ${detail}`))).toEqual(
    new Set(['fail: Not finished: the whole list took too long.']),
  )
})

test('a defect is a row', async () => {
  const { first, checks } = await run(() => {
    throw new TypeError(`broken by ${SECRET}`)
  }, 'first')
  expect(first).toMatchObject({ ok: false, status: null, error: 'The gateway failed: broken by cor...form' })
  expect(checks).toMatchObject([{ result: 'fail', status: null }])
})

test('a secret that an upstream repeats, and what would move a terminal, is in no row', async () => {
  const hostile = `\u001b[2J\u202e${SECRET}\r\n${'x'.repeat(1000)}`
  const { checks } = await run((call) =>
    'view' in call && call.requestId !== 'req_0'
      ? answered(JSON.stringify({ type: hostile }))
      : answered(MESSAGE),
  )
  const text = JSON.stringify(checks)
  expect(text).not.toContain(SECRET)
  for (const { detail } of checks) {
    expect(detail).toMatch(/^[^\p{Cc}\p{Cf}]*$/u)
    expect(detail.length).toBeLessThan(400)
  }
})
