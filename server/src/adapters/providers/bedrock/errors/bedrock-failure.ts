// Turns an error answer of AWS, or an error inside a stream, into a failure in Anthropic's terms.
import { hideAwsIdentity, redactText } from '../../../../core/redaction/redact.ts'
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import { operatorsAffair } from '../../../../core/upstream/operators-affair.ts'
import { headerValue, type RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { retryAfterMs } from '../../../../core/upstream/retry-after.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../../../../core/wire/json-object.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { clientMessage, isKnownException, meaningOf, type AwsError } from './error-table.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'

const MAX_REASON_CHARS = 500

/** What an error says of itself, in the shape of AWS or of the Messages API. */
interface SaidError {
  readonly exception: string | null
  readonly message: string | null
  readonly originalStatus: number | null
}

interface FailureContext {
  readonly upstreamRequestId: string | null
  readonly retryAfterMs: number | null
  /** For the operator, where the error has no message. */
  readonly raw: string
}

export function bedrockHttpFailure(
  status: number,
  headers: RawHeaders,
  body: Uint8Array,
  now: Date,
): UpstreamFailure {
  const text = new TextDecoder().decode(body)
  return bedrockFailure(saidIn(parseJsonObject(text), headers), status, {
    upstreamRequestId: upstreamRequestIdOf(headers),
    retryAfterMs: retryAfterMs(headers, now),
    raw: `HTTP ${status}: ${text}`,
  })
}

/** AWS answers some errors with 200. Null when the body does not name an error that is known. */
export function bedrockDisguisedFailure(headers: RawHeaders, body: Uint8Array): UpstreamFailure | null {
  const text = new TextDecoder().decode(body)
  const said = saidIn(parseJsonObject(text), headers)
  if (said.exception === null || !isKnownException(said.exception)) return null
  return bedrockFailure(said, null, {
    upstreamRequestId: upstreamRequestIdOf(headers),
    retryAfterMs: null,
    raw: `HTTP 200: ${text}`,
  })
}

/** An exception or error frame: `name` is the exception type or error code. */
export function bedrockFrameFailure(
  name: string | null,
  payload: Uint8Array,
  fallbackMessage: string | null,
  upstreamRequestId: string | null,
): UpstreamFailure {
  const json = parseJsonObject(new TextDecoder().decode(payload))
  const said = {
    exception: name,
    message: messageOf(json) ?? fallbackMessage,
    originalStatus: statusOf(json),
  }
  return bedrockFailure(said, null, { upstreamRequestId, retryAfterMs: null, raw: NO_MESSAGE })
}

/** Null for an event that is no error. `name` is that of the event. */
export function bedrockEventFailure(
  name: string,
  data: Uint8Array,
  upstreamRequestId: string | null,
): UpstreamFailure | null {
  const isException = /exception$/i.test(name)
  if (!isException && name !== 'error' && !MAY_BE_ERROR.test(startOf(data))) return null
  const json = parseJsonObject(new TextDecoder().decode(data))
  if (!isException && name !== 'error' && json?.type !== 'error') return null
  const said = saidIn(json, isException ? ['x-amzn-errortype', name] : [])
  return bedrockFailure(said, null, { upstreamRequestId, retryAfterMs: null, raw: NO_MESSAGE })
}

const NO_MESSAGE = 'Bedrock reported an error without a message.'
/** A first look: most events are long, and none of them an error. */
const MAY_BE_ERROR = /"error"/

function startOf(data: Uint8Array): string {
  return new TextDecoder('latin1').decode(data.subarray(0, 4096))
}

function saidIn(json: JsonObject | null, headers: RawHeaders): SaidError {
  const envelope = json?.type === 'error' ? jsonObject(json.error) : null
  const coral = jsonObject(json?.Output)
  const named = [headerValue(headers, 'x-amzn-errortype'), envelope?.type, json?.__type, coral?.__type]
  return {
    exception: named.find((name) => typeof name === 'string') ?? null,
    message: messageOf(envelope) ?? messageOf(json) ?? messageOf(coral),
    originalStatus: statusOf(json),
  }
}

function bedrockFailure(said: SaidError, status: number | null, context: FailureContext): UpstreamFailure {
  const error: AwsError = {
    ...said,
    status,
    message: said.message ?? context.raw,
    hasWords: said.message !== null,
  }
  const { kind, type, words, ...options } = meaningOf(error)
  const exception = said.exception?.split(':')[0]
  const reason = exception === undefined ? error.message : `${exception}: ${error.message}`
  return {
    kind,
    status,
    reason: hideAwsIdentity(redactText(reason.slice(0, MAX_REASON_CHARS))),
    retryAfterMs: context.retryAfterMs,
    upstreamRequestId: context.upstreamRequestId,
    answer: {
      kind: 'gateway',
      error: new GatewayError(type, clientWords(kind, said.message ?? words ?? wordless(status)), options),
    },
  }
}

function clientWords(kind: UpstreamFailure['kind'], message: string): string {
  return kind === 'credential_rejected'
    ? operatorsAffair('Bedrock rejected the credential that the gateway holds for it.')
    : hideAwsIdentity(redactText(clientMessage(message)))
}

/** A page of something in between is for the operator, not for the client. */
function wordless(status: number | null): string {
  return status === null ? NO_MESSAGE : `Bedrock answered with HTTP ${status} and no message.`
}

/** Modelled exceptions write `message`, the authentication front end `Message`. */
function messageOf(json: JsonObject | null): string | null {
  const message = json?.message ?? json?.Message ?? json?.originalMessage
  return typeof message === 'string' && message !== '' ? message : null
}

function statusOf(json: JsonObject | null): number | null {
  const status = json?.originalStatusCode
  return typeof status === 'number' ? status : null
}
