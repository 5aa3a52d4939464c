// Turns an AWS error answer, or an exception inside a stream, into a failure in Anthropic's terms.
import { hideAwsIdentity, redactText } from '../../../core/redaction/redact.ts'
import type { UpstreamFailure } from '../../../core/upstream/failure.ts'
import { headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { retryAfterMs } from '../../../core/upstream/retry-after.ts'
import { parseJsonObject, type JsonObject } from '../../../core/wire/json-object.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { clientMessage, meaningOf, type AwsError } from './error-table.ts'

const MAX_REASON_CHARS = 500

export function bedrockHttpFailure(
  status: number,
  headers: RawHeaders,
  body: Uint8Array,
  now: Date,
): UpstreamFailure {
  const text = new TextDecoder().decode(body)
  const json = parseJsonObject(text)
  const named = headerValue(headers, 'x-amzn-errortype') ?? json?.__type
  return bedrockFailure(
    {
      exception: typeof named === 'string' ? named : null,
      status,
      message: messageOf(json) ?? `HTTP ${status}: ${text}`.slice(0, MAX_REASON_CHARS),
      originalStatus: numberOf(json?.originalStatusCode),
    },
    headerValue(headers, 'x-amzn-requestid') ?? null,
    retryAfterMs(headers, now),
  )
}

/** An exception or error frame: `name` is the exception type or error code. */
export function bedrockFrameFailure(
  name: string | null,
  payload: Uint8Array,
  fallbackMessage: string | null,
  upstreamRequestId: string | null,
): UpstreamFailure {
  const json = parseJsonObject(new TextDecoder().decode(payload))
  return bedrockFailure(
    {
      exception: name,
      status: null,
      message: messageOf(json) ?? fallbackMessage ?? 'Bedrock reported an error without a message.',
      originalStatus: numberOf(json?.originalStatusCode),
    },
    upstreamRequestId,
    null,
  )
}

function bedrockFailure(
  error: AwsError,
  upstreamRequestId: string | null,
  retryAfter: number | null,
): UpstreamFailure {
  const { kind, type, ...options } = meaningOf(error)
  const exception = error.exception?.split(':')[0]
  const reason = exception === undefined ? error.message : `${exception}: ${error.message}`
  const message =
    kind === 'credential_refused'
      ? 'Bedrock refused the credential that the gateway holds for it. Your own key is fine; the operator must renew the credential.'
      : hideAwsIdentity(redactText(clientMessage(error.message)))
  return {
    kind,
    status: error.status,
    reason: hideAwsIdentity(redactText(reason.slice(0, MAX_REASON_CHARS))),
    retryAfterMs: retryAfter,
    upstreamRequestId,
    answer: { kind: 'gateway', error: new GatewayError(type, message, options) },
  }
}

/** Modelled exceptions write `message`, the authentication front end `Message`. */
function messageOf(json: JsonObject | null): string | null {
  const message = json?.message ?? json?.Message ?? json?.originalMessage
  return typeof message === 'string' && message !== '' ? message : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
