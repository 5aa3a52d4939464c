import { expect, test } from 'vitest'
import { Secret } from '../vault/secret.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import type { FailureResponse, UpstreamFailure } from './failure.ts'
import { hideInEnd, hideSecret, secretHider } from './hide-secret.ts'

const ODD = 'corp gateway/key-1'
const hide = secretHider({ method: 'api_key', apiKey: new Secret(ODD) })

const failureOf = (reason: string, answer: FailureResponse): UpstreamFailure => ({
  kind: 'server_error',
  status: 500,
  reason,
  retryAfterMs: null,
  upstreamRequestId: null,
  answer,
})

function verbatim(text: string): Extract<FailureResponse, { kind: 'verbatim' }> {
  const body = new TextEncoder().encode(text)
  const headers = ['Content-Length', String(body.length), 'x-told', `key ${ODD}`]
  return { kind: 'verbatim', status: 500, headers, body, errorType: null }
}

test('a secret that an upstream repeats reaches neither the record nor the client', () => {
  const { reason, answer } = hideSecret(failureOf(`no ${ODD}`, verbatim(`{"error":"no ${ODD} für é"}`)), hide)
  if (answer.kind !== 'verbatim') throw new TypeError(answer.kind)
  expect(reason).toBe('no cor...ey-1')
  expect(new TextDecoder().decode(answer.body)).toBe('{"error":"no cor...ey-1 für é"}')
  expect(answer.headers).toEqual(['Content-Length', String(answer.body.length), 'x-told', 'key cor...ey-1'])
})

test('a body without it keeps its bytes', () => {
  const given = verbatim('{"error":"é"}')
  const { answer } = hideSecret(failureOf('x', given), hide)
  expect(answer).toMatchObject({ body: given.body })
})

test('the gateway’s own words may quote an upstream', () => {
  const error = new GatewayError('api_error', `told: ${ODD}`, {
    status: 502,
    headers: { 'retry-after': '1' },
  })
  const { answer } = hideSecret(failureOf('x', { kind: 'gateway', error }), hide)
  expect(answer).toMatchObject({
    error: { type: 'api_error', message: 'told: cor...ey-1', status: 502, headers: { 'retry-after': '1' } },
  })
})

test('both values of an OAuth secret are hidden, short ones are no secrets', () => {
  const both = secretHider({
    method: 'oauth',
    accessToken: new Secret('access-1234'),
    refreshToken: new Secret('short'),
  })
  expect(both('access-1234 and short')).toBe('*** and short')
})

test('an error inside an answer may quote the secret as well', () => {
  const end = { kind: 'error', failure: 'server_error', errorType: 'api_error', reason: `no ${ODD}` } as const
  expect(hideInEnd(end, hide)).toEqual({ ...end, reason: 'no cor...ey-1' })
  expect(hideInEnd({ kind: 'complete' }, hide)).toEqual({ kind: 'complete' })
})
