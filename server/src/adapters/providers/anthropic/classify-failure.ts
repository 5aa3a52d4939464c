// What an error answer of Anthropic's API means. The bytes stay as they came, except when they are about the
// vault's own credential: the client's key is fine, so it must not read "invalid x-api-key".
import { redactText } from '../../../core/redaction/redact.ts'
import type { FailureKind } from '@headgate/shared/requests'
import type { UpstreamFailure } from '../../../core/upstream/failure.ts'
import { clientVisibleHeaders, headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { retryAfterMs } from '../../../core/upstream/retry-after.ts'
import { jsonObject, parseJsonObject } from '../../../core/wire/json-object.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'

const MAX_REASON_CHARS = 500

export function classifyAnthropicFailure(
  status: number,
  headers: RawHeaders,
  body: Uint8Array,
  now: Date,
): UpstreamFailure {
  const text = new TextDecoder().decode(body)
  const error = readError(text)
  const kind = failureKindOf(status, error)
  return {
    kind,
    status,
    reason: redactText((error?.message ?? `HTTP ${status}: ${text}`).slice(0, MAX_REASON_CHARS)),
    retryAfterMs: retryAfterMs(headers, now),
    upstreamRequestId: headerValue(headers, 'request-id') ?? null,
    answer:
      kind === 'credential_refused'
        ? { kind: 'gateway', error: credentialRefused() }
        : kind === 'unreadable'
          ? { kind: 'gateway', error: unexpectedStatus(status) }
          : {
              kind: 'verbatim',
              status,
              headers: clientVisibleHeaders(headers),
              body,
              errorType: error?.type ?? null,
            },
  }
}

function credentialRefused(): GatewayError {
  return new GatewayError(
    'api_error',
    'The upstream refused the credential that the gateway holds for it. Your own key is fine; the operator must renew the credential.',
    { status: 502 },
  )
}

function unexpectedStatus(status: number): GatewayError {
  return new GatewayError('api_error', `The upstream answered with an unexpected status ${status}.`, {
    status: 502,
  })
}

/** Anthropic's 403 has one type for a revoked token and for a model that is out of reach: the words tell them apart. */
const REVOKED =
  /\b(?:oauth|bearer|access) token\b|\brevoked\b|\bapi key\b.*\b(?:disabled|deactivated|expired)\b/i

export function failureKindOf(status: number, error: ErrorBody | null = null): FailureKind {
  if (status === 401) return 'credential_refused'
  if (status === 403) {
    const isSecret = error?.type === 'authentication_error' || REVOKED.test(error?.message ?? '')
    return isSecret ? 'credential_refused' : 'access_denied'
  }
  if (status === 429)
    return error?.code === 'enforced_spend_limit_reached' ? 'quota_exhausted' : 'rate_limited'
  if (status === 529) return 'overloaded'
  if (status === 504) return 'timed_out'
  if (status >= 500) return 'server_error'
  return status >= 400 ? 'invalid_request' : 'unreadable'
}

interface ErrorBody {
  readonly type: string | null
  readonly message: string | null
  readonly code: string | null
}

function readError(text: string): ErrorBody | null {
  const error = jsonObject(parseJsonObject(text)?.error)
  const string = (value: unknown) => (typeof value === 'string' ? value : null)
  return (
    error && {
      type: string(error.type),
      message: string(error.message),
      code: string(jsonObject(error.details)?.error_code),
    }
  )
}
