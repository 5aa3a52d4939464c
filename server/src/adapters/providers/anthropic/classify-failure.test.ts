import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { contentCodings } from '../../../core/wire/content-codings.ts'
import { ZLIB_CODINGS } from '../../content-coding/zlib-codings.ts'
import { classifyAnthropicFailure, type FailedCall } from './classify-failure.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const body = (type: string, message: string, details?: object) =>
  new TextEncoder().encode(
    JSON.stringify({ type: 'error', error: { type, message, details }, request_id: 'req_x' }),
  )

const CALL: FailedCall = { requestId: 'req_own', secretOf: 'vault', wrapped: 'all', now: NOW }
const classify = (
  status: number,
  headers: readonly string[],
  bytes: Uint8Array,
  call: Partial<FailedCall> = {},
) => {
  const codings = contentCodings(headers)
  const plain = codings.length > 0 ? { plain: ZLIB_CODINGS.decodeWhole(codings, bytes, 2 ** 22) } : {}
  return classifyAnthropicFailure({ status, headers, body: bytes, ...plain }, { ...CALL, ...call })
}
const text = (value: string) => new TextEncoder().encode(value)

/** What a client reads: status, headers by name, and the envelope. */
function seen(failure: ReturnType<typeof classify>) {
  const { answer } = failure
  if (answer.kind !== 'verbatim') throw new TypeError(answer.error.message)
  const { headers } = answer
  const names = headers.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase())
  return {
    status: answer.status,
    headers: Object.fromEntries(names.map((name, i) => [name, headers[2 * i + 1]])),
    envelope: JSON.parse(new TextDecoder().decode(answer.body)) as {
      error: { type: string; message: string }
      request_id: string
    },
  }
}

describe('classifyAnthropicFailure', () => {
  test.each([
    [400, 'invalid_request_error', 'invalid_request'],
    [402, 'billing_error', 'invalid_request'],
    [403, 'permission_error', 'access_denied'],
    [404, 'not_found_error', 'invalid_request'],
    [413, 'request_too_large', 'invalid_request'],
    [429, 'rate_limit_error', 'rate_limited'],
    [500, 'api_error', 'server_error'],
    [503, 'api_error', 'server_error'],
    [504, 'timeout_error', 'timed_out'],
    [529, 'overloaded_error', 'overloaded'],
  ])('%d %s is %s and stays as it came', (status, type, kind) => {
    const bytes = body(type, 'because')
    const headers = [
      'Retry-After',
      '3',
      'Set-Cookie',
      'a=b',
      'X-Thing',
      'y',
      'Connection',
      'close',
      'request-id',
      'req_up',
    ]
    const failure = classify(status, headers, bytes)
    expect(failure).toMatchObject({
      kind,
      status,
      reason: 'because',
      retryAfterMs: 3000,
      upstreamRequestId: 'req_up',
    })
    expect(failure.answer).toEqual({
      kind: 'verbatim',
      status,
      headers: ['Retry-After', '3', 'X-Thing', 'y', 'request-id', 'req_up'],
      body: bytes,
      errorType: type,
    })
  })

  test.each([
    [401, 'authentication_error'],
    [403, 'authentication_error'],
  ])('%d %s is about the vault’s credential: 502, not the client’s fault', (status, type) => {
    const failure = classify(status, [], body(type, 'invalid x-api-key'))
    expect(failure).toMatchObject({ kind: 'credential_rejected', reason: 'invalid x-api-key' })
    expect(failure.answer).toMatchObject({ kind: 'gateway', error: { status: 502, type: 'api_error' } })
  })

  test('a spend limit is not a matter of seconds', () => {
    const failure = classify(
      429,
      [],
      body('rate_limit_error', 'spent', { error_code: 'enforced_spend_limit_reached' }),
    )
    expect(failure.kind).toBe('quota_exhausted')
  })

  test('a redirect is a failure too', () => {
    expect(classify(302, [], text('<html>302</html>'))).toMatchObject({
      kind: 'unreadable',
      answer: { kind: 'gateway', error: { status: 502 } },
    })
  })

  test('a caller hears what their own credential was told', () => {
    const bytes = body('authentication_error', 'invalid bearer token')
    expect(classify(401, [], bytes, { secretOf: 'caller' }).answer).toMatchObject({
      status: 401,
      body: bytes,
    })
  })
})

describe('what is no error of the API becomes one', () => {
  const html = (title: string) =>
    text(`<html>\n<head><title>${title}</title></head><body>${'x'.repeat(9000)}</body></html>`)

  test.each([
    [403, 'permission_error', 'access_denied'],
    [404, 'not_found_error', 'invalid_request'],
    [408, 'timeout_error', 'invalid_request'],
    [413, 'request_too_large', 'invalid_request'],
    [418, 'invalid_request_error', 'invalid_request'],
    [429, 'rate_limit_error', 'rate_limited'],
    [502, 'api_error', 'server_error'],
    [503, 'api_error', 'server_error'],
    [504, 'timeout_error', 'timed_out'],
    [522, 'api_error', 'server_error'],
    [529, 'overloaded_error', 'overloaded'],
  ])('a page with %d keeps its status as %s', (status, type, kind) => {
    const failure = classify(
      status,
      [
        'Content-Type',
        'text/html; charset=UTF-8',
        'Content-Length',
        '9100',
        'CF-Ray',
        'abc-FRA',
        'Retry-After',
        '9',
        'X-Should-Retry',
        'false',
        'Set-Cookie',
        'a=b',
      ],
      html('Just a\n moment...'),
    )
    expect(failure).toMatchObject({ kind, status, retryAfterMs: 9000 })
    const { headers, envelope, ...rest } = seen(failure)
    expect(rest.status).toBe(status)
    expect(envelope).toMatchObject({ type: 'error', error: { type }, request_id: 'req_own' })
    expect(envelope.error.message).toContain('a page titled "Just a moment..."')
    expect(headers).toEqual({
      'cf-ray': 'abc-FRA',
      'retry-after': '9',
      'x-should-retry': 'false',
      'request-id': 'req_own',
      'content-type': 'application/json',
      'content-length': String(JSON.stringify(envelope).length),
    })
  })

  test('the upstream’s own id stays the id', () => {
    const { headers, envelope } = seen(classify(500, ['request-id', 'req_up'], text('oops')))
    expect([headers['request-id'], envelope.request_id]).toEqual(['req_up', 'req_up'])
    expect(envelope.error.message).toContain('"oops"')
  })

  test.each([
    ['', 'no readable body'],
    ['   \u0000\u0007 ', 'no readable body'],
    ['{"message":"Forbidden"}', 'Forbidden'],
    ['{"error":"down"}', 'down'],
    ['{"error":{}}', 'error'],
    ['<html><body><h1>413 Too <b>Large</b></h1>', '413 Too Large'],
    ['key sk-ant-api03-abcdefghijklmnop rejected', 'sk-ant-api...mnop rejected'],
    ['upstream said '.repeat(1000), '...'],
  ])('%j', (given, told) => {
    const { envelope } = seen(classify(503, [], text(given)))
    expect(envelope.error.message).toContain(told)
    expect(envelope.error.message.length).toBeLessThan(400)
  })

  test('a compressed page is read, a compressed envelope passes, what cannot be read is said', () => {
    const encoded = ['content-encoding', 'gzip']
    const page = seen(classify(502, encoded, gzipSync(html('Bad gateway'))))
    expect(page.envelope.error.message).toContain('Bad gateway')
    expect(page.headers).not.toHaveProperty('content-encoding')
    const bytes = gzipSync(body('api_error', 'inside'))
    const whole = classify(500, encoded, bytes)
    expect(whole).toMatchObject({ reason: 'inside', answer: { body: bytes, errorType: 'api_error' } })
    expect(seen(classify(502, encoded, text('no gzip'))).envelope.error.message).toContain('no readable body')
    expect(seen(classify(502, ['content-encoding', 'odd'], text('?'))).status).toBe(502)
  })

  test('on other paths only pages are wrapped', () => {
    const call = { wrapped: 'pages' } as const
    const plain = text('nope')
    expect(classify(404, ['content-type', 'text/plain'], plain, call).answer).toMatchObject({ body: plain })
    expect(classify(404, ['content-type', 'text/html'], text(''), call).answer).toMatchObject({
      headers: ['content-type', 'text/html'],
    })
    const page = classify(404, ['content-type', 'text/html'], html('Not here'), call)
    expect(seen(page).envelope.error).toMatchObject({ type: 'not_found_error' })
  })

  test('a success that is a page is none', () => {
    const failure = classify(200, ['content-type', 'text/html'], html('Sign in'))
    expect(failure).toMatchObject({
      kind: 'unreadable',
      answer: { kind: 'gateway', error: { status: 502, type: 'api_error' } },
    })
    expect(failure.answer).toMatchObject({
      error: { message: expect.stringContaining('"Sign in"') as unknown },
    })
  })
})
