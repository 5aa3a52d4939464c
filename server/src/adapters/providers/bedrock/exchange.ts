// What all calls to Bedrock share: one prepared request, and how its failures are told.
import type { FailureKind } from '@headgate/shared/requests'
import type { Logger } from '../../../core/log.ts'
import type { CatalogModel } from '../../../core/models/catalog.ts'
import { AwsIdentityError } from '../../../core/upstream/aws-signer.ts'
import type { UpstreamFailure } from '../../../core/upstream/failure.ts'
import { logFailure } from '../../../core/upstream/log-failure.ts'
import type { BrokenEnd, Candidate } from '../../../core/upstream/provider.ts'
import {
  clientVisibleHeaders,
  filterHeaders,
  headerValue,
  type RawHeaders,
} from '../../../core/upstream/raw-headers.ts'
import { abandon, readAll } from '../../../core/upstream/read-all.ts'
import { transportFailure, type BreakPoint } from '../../../core/upstream/transport-failure.ts'
import {
  TransportError,
  type HttpAnswer,
  type HttpRequest,
  type Transport,
} from '../../../core/upstream/transport.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { authorizeRequest, identityFailure, type Authorization, type AuthorizeDeps } from './authorize.ts'
import { bedrockDisguisedFailure, bedrockHttpFailure } from './errors/bedrock-failure.ts'
import { upstreamIdOf } from './answer/upstream-id.ts'

export interface ExchangeDeps extends AuthorizeDeps {
  readonly transport: Transport
  readonly log: Logger
  readonly now: () => Date
  readonly silenceMs: number
}

/** What is kept of an attempt while its answer streams: the request's body is not. */
export interface Exchange {
  readonly requestId: string
  readonly candidate: Candidate
  readonly url: string
  readonly model: CatalogModel | null
  readonly signal: AbortSignal
}

const MAX_ERROR_BYTES = 2 ** 20

/** Ends an attempt; carries the failure through generators and promises. */
export class AttemptFailed extends Error {
  override name = 'AttemptFailed'
  readonly failure: UpstreamFailure
  /** How an answer that had begun ends with it: the upstream said so, or fell silent. */
  readonly end: BrokenEnd

  constructor(failure: UpstreamFailure, end: 'error' | 'cut') {
    super(failure.reason)
    this.failure = failure
    const errorType = end === 'cut' ? 'api_error' : wordsOf(failure).type
    this.end = { kind: end, failure: failure.kind, errorType, reason: failure.reason }
  }
}

/** Type and message for a client. */
export function wordsOf({ answer }: UpstreamFailure): { type: string; message: string } {
  if (answer.kind === 'gateway') return answer.error
  throw new TypeError('Bedrock answers are never passed on verbatim')
}

/** Before it is authorized. */
export interface Outgoing extends HttpRequest {
  readonly body: Uint8Array
  readonly authorization: Authorization
}

/** @throws AttemptFailed for every answer that is not 200, and for none. */
export async function sendRequest(
  deps: ExchangeDeps,
  exchange: Exchange,
  { authorization, ...request }: Outgoing,
): Promise<HttpAnswer> {
  const { candidate, signal } = exchange
  try {
    const authorized = await authorizeRequest(deps, request, candidate, authorization, signal)
    const answer = await deps.transport.send(authorized, signal)
    if (answer.status === 200) return answer
    throw await refusedAnswer(deps, exchange, answer)
  } catch (error) {
    throw asAttemptFailed(deps, exchange, error, 'before its head')
  }
}

async function refusedAnswer(
  deps: ExchangeDeps,
  exchange: Exchange,
  { status, headers, body: rest }: HttpAnswer,
): Promise<AttemptFailed> {
  const body = (await readAll(rest, MAX_ERROR_BYTES)) ?? new Uint8Array()
  logFailure(deps.log, exchange, exchange.candidate, { url: exchange.url, status, headers, body })
  return new AttemptFailed(bedrockHttpFailure(status, headers, body, deps.now()), 'error')
}

/** Broken connections become failures of the attempt, which are logged as those inside an answer are; the rest stays as it is. */
export function asAttemptFailed(
  deps: ExchangeDeps,
  exchange: Exchange,
  error: unknown,
  when: BreakPoint,
): unknown {
  const isTransport = error instanceof TransportError
  if (error instanceof AwsIdentityError) {
    logFailure(deps.log, exchange, exchange.candidate, { url: exchange.url, cause: error.message })
    return new AttemptFailed(identityFailure(error), 'error')
  }
  if (isTransport || (error instanceof AttemptFailed && error.failure.status === null)) {
    logFailure(deps.log, exchange, exchange.candidate, { url: exchange.url, cause: error.message })
  }
  return isTransport ? new AttemptFailed(transportFailure(error, when), 'cut') : error
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i

/** A success of another type than was asked for. In JSON it may be an error that names itself. */
export async function unexpectedAnswer({ headers, body }: HttpAnswer, what: string): Promise<AttemptFailed> {
  const type = headerValue(headers, 'content-type') ?? 'no content type'
  if (JSON_TYPE.test(type)) {
    const bytes = await readAll(body, MAX_ERROR_BYTES)
    const failure = bytes && bedrockDisguisedFailure(headers, bytes)
    if (failure) return new AttemptFailed(failure, 'error')
  } else abandon(body)
  return unreadableAnswer(`${what} answered with the content type '${type}'`, upstreamIdOf(headers))
}

/** A success status whose body is not what was asked for. */
export function unreadableAnswer(reason: string, upstreamRequestId: string | null): AttemptFailed {
  return brokenAnswer(
    'unreadable',
    reason,
    'Bedrock sent an answer that could not be read.',
    upstreamRequestId,
  )
}

/** The stream ended in good order but too early. */
export function cutAnswer(reason: string, upstreamRequestId: string | null): AttemptFailed {
  return brokenAnswer(
    'network',
    reason,
    'The answer from Bedrock was cut before it was complete.',
    upstreamRequestId,
  )
}

function brokenAnswer(
  kind: FailureKind,
  reason: string,
  message: string,
  upstreamRequestId: string | null,
): AttemptFailed {
  const error = new GatewayError('api_error', message, { status: 502 })
  return new AttemptFailed(
    { kind, status: null, reason, retryAfterMs: null, upstreamRequestId, answer: { kind: 'gateway', error } },
    'cut',
  )
}

/** Said anew of the translated answer. */
const OWN_HEADERS = new Set(['content-type', 'content-length', 'request-id', 'x-amzn-bedrock-content-type'])

/** Bedrock's own headers, with the content type of the translated body and the id that SDKs report. */
export function answerHeaders(upstream: RawHeaders, contentType: string, requestId: string): string[] {
  const kept = filterHeaders(clientVisibleHeaders(upstream), (name) => !OWN_HEADERS.has(name))
  return ['content-type', contentType, 'request-id', requestId, ...kept]
}
