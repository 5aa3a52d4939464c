// A whole call: every early denial, each place where it can fail, and clients that leave at each step.
import { expect, test } from 'vitest'
import { GatewayError } from '../wire/anthropic-error.ts'
import { answer, bytes, failure, KEY, member, serve, type Attempt } from '../../../test/data-plane-world.ts'
import { ClientClosedError } from './client-call.ts'

test('an answer passes and becomes one record', async () => {
  const { text, record, records, response } = await serve({ attempts: [answer('hello')] })
  expect(text).toBe('hello')
  expect(records).toHaveLength(1)
  expect(record).toMatchObject({
    requestId: 'req_1',
    outcome: 'completed',
    status: 200,
    path: 'POST /v1/messages',
    model: 'claude-haiku-4-5',
    accountId: 'a',
    upstreamRequestId: 'req_up',
    usage: { inputTokens: 3, outputTokens: 4 },
    attempts: [{ accountId: 'a', result: 'ok' }],
  })
  expect(record!.durationMs).toBeGreaterThan(record!.timeToFirstByteMs!)
  expect(response).toMatchObject({
    headers: [
      'content-type',
      'application/json',
      'x-headgate-request-id',
      'req_1',
      'x-headgate-provider',
      'anthropic',
      'x-headgate-credential',
      'a',
    ],
  })
})

test.each([
  ['no key', { headers: [] }],
  ['an unknown key', { headers: ['x-api-key', `hg_live_${'x'.repeat(43)}`] }],
  ['a disabled project', { enabled: false }],
] as const)('%s gets 401 and no record', async (_name, world) => {
  const { response, records } = await serve(world)
  expect(response).toMatchObject({ kind: 'error', error: { status: 401, type: 'authentication_error' } })
  expect(records).toEqual([])
})

test('a presented key that opens nothing is noted for the audit log', async () => {
  const { denials } = await serve({ headers: ['authorization', `Bearer hg_live_${'x'.repeat(43)}`] })
  expect(denials).toMatchObject([{ action: 'key.denied', details: { path: 'POST /v1/messages' } }])
})

test.each([
  ['a body that is no JSON', { body: 'nope' }, 400, 'invalid_request_error'],
  ['a body without a model', { body: '{}' }, 400, 'invalid_request_error'],
  [
    'a body that is too large',
    { body: () => Promise.reject(new GatewayError('request_too_large', 'too large')) },
    413,
    'request_too_large',
  ],
  ['an empty pool', { pool: [] }, 503, 'api_error'],
  ['a pool of disabled credentials', { pool: [member('a', { enabled: false })] }, 503, 'api_error'],
  [
    'a credential of somebody else',
    { headers: ['x-api-key', KEY, 'x-headgate-credential', 'other'] },
    403,
    'permission_error',
  ],
  ['a forbidden path', { method: 'GET', url: '/v1/organizations' }, 403, 'permission_error'],
  ['an AWS path without Bedrock', { url: '/model/x/invoke' }, 400, 'invalid_request_error'],
] as const)('%s is denied and on record', async (_name, world, status, type) => {
  const { response, record } = await serve(world)
  expect(response).toMatchObject({ kind: 'error', error: { status, type } })
  expect(record).toMatchObject({ outcome: 'denied', status, errorType: type, attempts: [] })
})

test('the next credential is tried before anything has reached the client', async () => {
  const { text, record } = await serve({ attempts: [failure('rate_limited', 429), answer('from b')] })
  expect(text).toBe('from b')
  expect(record).toMatchObject({
    outcome: 'completed',
    accountId: 'b',
    attempts: [
      { accountId: 'a', result: 'rate_limited', status: 429 },
      { accountId: 'b', result: 'ok' },
    ],
  })
})

test("a client's own mistake is not tried elsewhere", async () => {
  const { response, record, left } = await serve({
    attempts: [failure('invalid_request', 400), answer('never')],
  })
  expect(left).toBe(1)
  expect(response).toMatchObject({ kind: 'bytes', status: 400, body: bytes('invalid_request') })
  expect(record).toMatchObject({ outcome: 'upstream_error', status: 400, errorType: 'some_error' })
})

test('when all credentials fail the client hears the more useful failure', async () => {
  const { response, record } = await serve({
    attempts: [failure('rate_limited', 429), failure('network', 502)],
  })
  expect(response).toMatchObject({ kind: 'bytes', status: 429 })
  expect(record).toMatchObject({ outcome: 'upstream_error', errorMessage: 'rate_limited it is' })
})

test('a request that no candidate can serve is not sent', async () => {
  const notSent: Attempt = () => ({
    kind: 'not_sent',
    error: new GatewayError('not_found_error', 'no model'),
  })
  const { response, record } = await serve({ attempts: [notSent, notSent] })
  expect(response).toMatchObject({ kind: 'error', error: { status: 404 } })
  expect(record).toMatchObject({
    outcome: 'denied',
    attempts: [{ result: 'not_sent' }, { result: 'not_sent' }],
  })
})

test('an answer that was cut is interrupted, with the usage that was seen', async () => {
  const cut = { kind: 'cut', failure: 'network', errorType: 'api_error', reason: 'gone' } as const
  const { record } = await serve({ attempts: [answer('half', cut)] })
  expect(record).toMatchObject({
    outcome: 'interrupted',
    usage: { outputTokens: 4 },
    attempts: [{ result: 'cut' }],
  })
})

test('a client that leaves before anything is sent is on record as that', async () => {
  const waiting: Attempt = (signal) =>
    new Promise((_, reject) => {
      const gone = () => reject(signal.reason as Error)
      if (signal.aborted) gone()
      signal.addEventListener('abort', gone)
    })
  const { record } = await serve({ attempts: [waiting], leaveFirst: true })
  expect(record).toMatchObject({ outcome: 'client_closed', status: 499, attempts: [{ result: 'aborted' }] })
})

test('a client that leaves while its body arrives is on record, without an attempt', async () => {
  const { record } = await serve({ body: () => Promise.reject(new ClientClosedError()) })
  expect(record).toMatchObject({ outcome: 'client_closed', attempts: [] })
})

test('a client that leaves in the middle of the answer is on record, with the attempt', async () => {
  const { record } = await serve({
    attempts: [answer('hello')],
    async client(response, leave) {
      if (response.kind !== 'stream') return
      for await (const _ of response.body) {
        leave()
        throw new ClientClosedError()
      }
    },
  })
  expect(record).toMatchObject({ outcome: 'client_closed', attempts: [{ result: 'aborted' }] })
})

test('a client that leaves before it reads a byte of the answer holds nothing', async () => {
  const { record } = await serve({
    attempts: [answer('hello')],
    async client(_response, leave) {
      leave()
      throw new ClientClosedError()
    },
  })
  expect(record).toMatchObject({ outcome: 'client_closed', attempts: [{ result: 'aborted' }] })
})

test('a defect answers 500, is logged and on record, and tells the client nothing', async () => {
  const { response, record, ports } = await serve({
    attempts: [
      () => {
        throw new TypeError('secret detail')
      },
    ],
  })
  expect(response).toMatchObject({ kind: 'error', error: { status: 500, message: 'Internal error' } })
  expect(record).toMatchObject({ outcome: 'denied', status: 500, errorMessage: 'Internal error' })
  expect(ports.log.error).toHaveBeenCalledOnce()
})
