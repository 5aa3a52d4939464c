// What an error answer of Anthropic's API means. The bytes stay as they came, except when they are no error of the
// API at all, or are about the vault's own credential: the client's key is fine, so it must not read "invalid x-api-key".
import { redactText } from '../../../core/redaction/redact.ts'
import type { FailureKind } from '@headgate/shared/requests'
import type { ErrorAnswer, FailureResponse, UpstreamFailure } from '../../../core/upstream/failure.ts'
import { operatorsAffair } from '../../../core/upstream/operators-affair.ts'
import { clientVisibleHeaders, headerValue } from '../../../core/upstream/raw-headers.ts'
import { retryAfterMs } from '../../../core/upstream/retry-after.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { edgeResponse, whatCame } from './edge-answer.ts'
import { errorText, isHtml, readErrorBody, type ErrorBody } from './error-body.ts'

const MAX_REASON_CHARS = 500

export interface FailedCall {
  readonly requestId: string
  /** Whose credential was sent: the vault's is nothing that its client could mend. */
  readonly secretOf: 'vault' | 'caller'
  /** Which error bodies become an envelope: all that are none, or only pages, where other paths have errors of their own. */
  readonly wrapped: 'all' | 'pages'
  readonly now: Date
}

export function classifyAnthropicFailure(answer: ErrorAnswer, call: FailedCall): UpstreamFailure {
  const { status, headers } = answer
  const text = errorText(answer)
  const error = readErrorBody(text)
  const kind = failureKindOf(status, error)
  return {
    kind,
    status,
    reason: redactText((error?.message ?? `HTTP ${status}: ${text}`).slice(0, MAX_REASON_CHARS)),
    retryAfterMs: retryAfterMs(headers, call.now),
    upstreamRequestId: headerValue(headers, 'request-id') ?? null,
    answer: clientAnswer(answer, text, { kind, error }, call),
  }
}

function clientAnswer(
  { status, headers, body }: ErrorAnswer,
  text: string,
  { kind, error }: { readonly kind: FailureKind; readonly error: ErrorBody | null },
  call: FailedCall,
): FailureResponse {
  if (kind === 'unreadable') return { kind: 'gateway', error: unexpected(status, text) }
  if (kind === 'credential_rejected' && call.secretOf === 'vault')
    return { kind: 'gateway', error: credentialRejected() }
  const isForeign = error === null && (call.wrapped === 'all' || (body.length > 0 && isHtml(headers)))
  return isForeign
    ? edgeResponse(status, headers, text, call.requestId)
    : {
        kind: 'verbatim',
        status,
        headers: clientVisibleHeaders(headers),
        body,
        errorType: error?.type ?? null,
      }
}

function credentialRejected(): GatewayError {
  return new GatewayError(
    'api_error',
    operatorsAffair('The upstream rejected the credential that the gateway holds for it.'),
    { status: 502 },
  )
}

function unexpected(status: number, text: string): GatewayError {
  const what =
    status < 300
      ? `success and ${whatCame(text)} instead of a message`
      : `an unexpected status ${status} and ${whatCame(text)}`
  return new GatewayError('api_error', `The upstream answered with ${what}.`, { status: 502 })
}

/** Anthropic's 403 has one type for a revoked token and for a model that is out of reach: the words tell them apart. */
const REVOKED =
  /\b(?:oauth|bearer|access) token\b|\brevoked\b|\bapi key\b.*\b(?:disabled|deactivated|expired)\b/i

export function failureKindOf(status: number, error: ErrorBody | null = null): FailureKind {
  if (status === 401) return 'credential_rejected'
  if (status === 403) {
    const isSecret = error?.type === 'authentication_error' || REVOKED.test(error?.message ?? '')
    return isSecret ? 'credential_rejected' : 'access_denied'
  }
  if (status === 429)
    return error?.code === 'enforced_spend_limit_reached' ? 'quota_exhausted' : 'rate_limited'
  if (status === 529) return 'overloaded'
  if (status === 504) return 'timed_out'
  if (status >= 500) return 'server_error'
  return status >= 400 ? 'invalid_request' : 'unreadable'
}
