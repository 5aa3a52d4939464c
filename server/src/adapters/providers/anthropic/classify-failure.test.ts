import { describe, expect, test } from 'vitest'
import { classifyAnthropicFailure } from './classify-failure.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const body = (type: string, message: string, details?: object) =>
  new TextEncoder().encode(
    JSON.stringify({ type: 'error', error: { type, message, details }, request_id: 'req_x' }),
  )

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
    const failure = classifyAnthropicFailure(status, headers, bytes, NOW)
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
    const failure = classifyAnthropicFailure(status, [], body(type, 'invalid x-api-key'), NOW)
    expect(failure).toMatchObject({ kind: 'credential_refused', reason: 'invalid x-api-key' })
    expect(failure.answer).toMatchObject({ kind: 'gateway', error: { status: 502, type: 'api_error' } })
  })

  test('a spend limit is not a matter of seconds', () => {
    const failure = classifyAnthropicFailure(
      429,
      [],
      body('rate_limit_error', 'spent', { error_code: 'enforced_spend_limit_reached' }),
      NOW,
    )
    expect(failure.kind).toBe('quota_exhausted')
  })

  test('an edge’s HTML page and a redirect are failures too', () => {
    const html = new TextEncoder().encode('<html>502</html>')
    expect(classifyAnthropicFailure(502, [], html, NOW)).toMatchObject({
      kind: 'server_error',
      reason: 'HTTP 502: <html>502</html>',
    })
    expect(classifyAnthropicFailure(302, [], html, NOW)).toMatchObject({
      kind: 'unreadable',
      answer: { kind: 'gateway' },
    })
  })
})
