// What each AWS exception means, in Anthropic's terms. Sources: the Bedrock API reference and user guide ("Troubleshooting
// API error codes"), botocore's service model, and the wording AWS uses in its messages.
import type { FailureKind } from '@headgate/shared/requests'
import { errorTypeOfStatus, type AnthropicErrorType } from '../../../../core/wire/anthropic-error.ts'

export interface ErrorMeaning {
  readonly kind: FailureKind
  readonly type: AnthropicErrorType
  /** Where it differs from the type's own status. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** For clients, where the answer itself says nothing. */
  readonly words?: string
}

const REJECTED: ErrorMeaning = { kind: 'credential_rejected', type: 'api_error', status: 502 }
const NO_ACCESS: ErrorMeaning = { kind: 'access_denied', type: 'permission_error' }
const NO_MODEL: ErrorMeaning = { kind: 'model_unavailable', type: 'not_found_error' }
const BAD_REQUEST: ErrorMeaning = { kind: 'invalid_request', type: 'invalid_request_error' }
/** Words that blame neither the request nor the account: another credential may say something else. */
const UNCLEAR_REQUEST: ErrorMeaning = { kind: 'unclear_request', type: 'invalid_request_error' }
const TOO_LARGE: ErrorMeaning = { kind: 'invalid_request', type: 'request_too_large' }
const CONFLICT: ErrorMeaning = { kind: 'invalid_request', type: 'conflict_error' }
const TIMED_OUT: ErrorMeaning = { kind: 'timed_out', type: 'timeout_error' }
const OVERLOADED: ErrorMeaning = { kind: 'overloaded', type: 'overloaded_error' }
const SERVER_ERROR: ErrorMeaning = { kind: 'server_error', type: 'api_error' }
const RATE_LIMITED: ErrorMeaning = { kind: 'rate_limited', type: 'rate_limit_error' }
/** SDKs retry every 429 unless they are told that it is no use. */
const DAILY_QUOTA: ErrorMeaning = {
  kind: 'quota_exhausted',
  type: 'rate_limit_error',
  headers: { 'x-should-retry': 'false' },
}

const UNREADABLE: ErrorMeaning = { kind: 'unreadable', type: 'api_error', status: 502 }

/** A host of AWS that does not have the path: an endpoint of something else, or a region without this surface. */
const UNKNOWN_OPERATION: ErrorMeaning = {
  ...UNREADABLE,
  words: 'The Bedrock endpoint that the gateway uses does not know this operation.',
}

/** Denials of the account that come dressed as mistakes of the request. */
const ABOUT_THE_ACCOUNT =
  /data retention mode|^operation not allowed\b|account is not authorized|payment instrument|access to anthropic models is not allowed/i

/** What blames the request names a field of it, or a size. */
const ABOUT_THE_REQUEST =
  /\b(?:messages?|system|tools?|tool_choice|tool_use|tool_result|max_tokens|thinking|temperature|top_[pk]|stop_sequences|metadata|output_config|output_format|context_management|anthropic[_-](?:beta|version)|cache_control|content|role|image|document|prompt|body|beta|field|parameter|schema|json|input|signature|blocks?)\b|extra inputs|required key|malformed|too (?:long|large|many|short)|exceed|at (?:least|most)|api version/i

/** The account has not filled in AWS's form yet. */
const USE_CASE_MISSING = /use case details have not been submitted/i

/**
 * The first row whose exception and wording fit decides. Class names are compared without case and `Exception`. The
 * native surfaces name Anthropic's error types instead.
 */
const ROWS: readonly (readonly [exception: string, wording: RegExp | null, meaning: ErrorMeaning])[] = [
  ['validation', /on-demand throughput|model identifier is invalid/i, NO_MODEL],
  ['validation', /support counting tokens/i, NO_MODEL],
  ['validation', USE_CASE_MISSING, NO_ACCESS],
  ['validation', ABOUT_THE_ACCOUNT, NO_ACCESS],
  ['validation', ABOUT_THE_REQUEST, BAD_REQUEST],
  ['validation', null, UNCLEAR_REQUEST],
  ['invalid_request_error', /on-demand throughput|model identifier is invalid/i, NO_MODEL],
  ['invalid_request_error', USE_CASE_MISSING, NO_ACCESS],
  ['invalid_request_error', ABOUT_THE_ACCOUNT, NO_ACCESS],
  ['invalid_request_error', ABOUT_THE_REQUEST, BAD_REQUEST],
  ['invalid_request_error', null, UNCLEAR_REQUEST],
  ['request_too_large', null, TOO_LARGE],
  ['authentication_error', null, REJECTED],
  ['permission_error', /api key (?:format|is valid)|security token|signature/i, REJECTED],
  ['permission_error', null, NO_ACCESS],
  ['billing_error', null, { kind: 'access_denied', type: 'billing_error' }],
  ['not_found_error', USE_CASE_MISSING, NO_ACCESS],
  ['not_found_error', null, NO_MODEL],
  ['conflict_error', null, CONFLICT],
  ['rate_limit_error', /per day/i, DAILY_QUOTA],
  ['rate_limit_error', null, RATE_LIMITED],
  ['overloaded_error', null, OVERLOADED],
  ['timeout_error', null, TIMED_OUT],
  ['api_error', null, SERVER_ERROR],
  ['servicequotaexceeded', null, RATE_LIMITED],
  [
    'accessdenied',
    /not authorized to perform|don['’]t have access to the model|do not have access|INVALID_PAYMENT_INSTRUMENT/i,
    NO_ACCESS,
  ],
  ['accessdenied', null, REJECTED],
  ['unrecognizedclient', null, REJECTED],
  ['invalidsignature', null, REJECTED],
  ['expiredtoken', null, REJECTED],
  ['invalidclienttokenid', null, REJECTED],
  ['incompletesignature', null, REJECTED],
  ['requestexpired', null, REJECTED],
  ['requesttimetooskewed', null, REJECTED],
  ['missingauthenticationtoken', null, REJECTED],
  ['missingauthentication', null, REJECTED],
  ['ftuformnotfilled', null, NO_ACCESS],
  ['resourcenotfound', USE_CASE_MISSING, NO_ACCESS],
  ['resourcenotfound', null, NO_MODEL],
  ['unknownoperation', null, UNKNOWN_OPERATION],
  ['requestentitytoolarge', null, TOO_LARGE],
  ['throttling', /per day/i, DAILY_QUOTA],
  ['throttling', null, RATE_LIMITED],
  ['toomanyrequests', /per day/i, DAILY_QUOTA],
  ['toomanyrequests', null, RATE_LIMITED],
  ['modelnotready', null, OVERLOADED],
  ['modeltimeout', null, TIMED_OUT],
  ['modelerror', null, SERVER_ERROR],
  ['modelstreamerror', null, SERVER_ERROR],
  ['conflict', null, CONFLICT],
  ['internalserver', null, SERVER_ERROR],
  ['internalfailure', null, SERVER_ERROR],
  ['serviceunavailable', null, OVERLOADED],
]

/** The exception to read a status as where none is named that is known, e.g. by the front end that checks authentication. */
const BY_STATUS: ReadonlyMap<number, string> = new Map([
  [401, 'accessdenied'],
  [403, 'accessdenied'],
  [404, 'resourcenotfound'],
  [408, 'modeltimeout'],
  [413, 'requestentitytoolarge'],
  [424, 'modelerror'],
  [429, 'throttling'],
  [503, 'serviceunavailable'],
  [504, 'modeltimeout'],
  [529, 'serviceunavailable'],
])

export interface AwsError {
  /** From `x-amzn-ErrorType`, `__type`, an exception frame or Anthropic's envelope; null when none is named. */
  readonly exception: string | null
  /** HTTP status; null inside a stream. */
  readonly status: number | null
  readonly message: string
  /** Whether the error has a message of its own, in the shape of AWS or of the Messages API. */
  readonly hasWords: boolean
  /** `originalStatusCode` of model errors. */
  readonly originalStatus: number | null
}

export function meaningOf(error: AwsError): ErrorMeaning {
  const name = exceptionStem(error.exception)
  if (name === 'modelerror' || name === 'modelstreamerror') return modelError(error.originalStatus)
  const status = error.status ?? 500
  if (status >= 300 && status < 400) return UNREADABLE
  // A page of something in between, a firewall for one, says nothing about the credential.
  if (error.exception === null && !error.hasWords && (status === 401 || status === 403)) return NO_ACCESS
  const meaning = rowFor(name, error.message) ?? rowFor(BY_STATUS.get(status), error.message)
  if (meaning) return meaning
  return status >= 400 && status < 500 ? BAD_REQUEST : SERVER_ERROR
}

/** Bedrock wraps the model's own errors in its own. */
function modelError(originalStatus: number | null): ErrorMeaning {
  if (originalStatus === 529) return OVERLOADED
  const type = originalStatus === null ? null : errorTypeOfStatus(originalStatus)
  return type === null ? SERVER_ERROR : { kind: 'server_error', type, status: 500 }
}

/** Whether the name alone says what went wrong. */
export function isKnownException(name: string): boolean {
  return rowFor(exceptionStem(name), '') !== undefined
}

function rowFor(name: string | null | undefined, message: string): ErrorMeaning | undefined {
  return ROWS.find(([exception, wording]) => exception === name && (wording?.test(message) ?? true))?.[2]
}

/** `ValidationException:http://internal.amazon.com/coral/...` and `com.amazon#ThrottlingException` name the class. */
function exceptionStem(exception: string | null): string | null {
  if (exception === null) return null
  const plain = exception.split(':')[0]!.split('#').at(-1)!
  return plain
    .trim()
    .toLowerCase()
    .replace(/exception$/, '')
}

/** Claude Code compacts the conversation when it reads this phrase. */
const TOO_LONG = 'prompt is too long'

export function clientMessage(message: string): string {
  return /input is too long for requested model/i.test(message) && !message.includes(TOO_LONG)
    ? `${TOO_LONG}: ${message}`
    : message
}
