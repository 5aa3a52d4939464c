// How an attempt at Bedrock ends without an answer: the error that carries its failure, and what it is made of.
import type { FailureKind } from '@headgate/shared/requests'
import type { Logger } from '../../../../core/log.ts'
import { AwsIdentityError } from '../../../../core/upstream/aws-signer.ts'
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import { logFailure } from '../../../../core/upstream/log-failure.ts'
import type { BrokenEnd, Candidate } from '../../../../core/upstream/provider.ts'
import { headerValue } from '../../../../core/upstream/raw-headers.ts'
import { abandon, readAll } from '../../../../core/upstream/read-all.ts'
import { transportFailure, type BreakPoint } from '../../../../core/upstream/transport-failure.ts'
import { TransportError, type HttpResponse } from '../../../../core/upstream/transport.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { bedrockDisguisedFailure } from './bedrock-failure.ts'
import { identityFailure } from './identity-failure.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'

/** Which attempt it is, as it is logged. */
export interface LoggedAttempt {
  readonly requestId: string
  readonly candidate: Candidate
  readonly url: string
}

/** What is read of an error. */
export const MAX_ERROR_BYTES = 2 ** 20

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

/** Of an attempt that got no identity or lost its connection, which is logged; null for anything else. */
export function connectionFailure(
  { log }: { readonly log: Logger },
  attempt: LoggedAttempt,
  error: unknown,
  when: BreakPoint,
): UpstreamFailure | null {
  if (!(error instanceof TransportError || error instanceof AwsIdentityError)) return null
  logCause(log, attempt, error)
  return error instanceof AwsIdentityError ? identityFailure(error) : transportFailure(error, when)
}

/** Broken connections become failures of the attempt, which are logged as those inside an answer are; the rest stays as it is. */
export function asAttemptFailed(
  deps: { readonly log: Logger },
  attempt: LoggedAttempt,
  error: unknown,
  when: BreakPoint,
): unknown {
  const failure = connectionFailure(deps, attempt, error, when)
  if (failure) return new AttemptFailed(failure, error instanceof AwsIdentityError ? 'error' : 'cut')
  if (error instanceof AttemptFailed && error.failure.status === null) logCause(deps.log, attempt, error)
  return error
}

function logCause(log: Logger, attempt: LoggedAttempt, { message }: Error): void {
  logFailure(log, attempt, attempt.candidate, { url: attempt.url, cause: message })
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i

/** A success of another type than was asked for. In JSON it may be an error that names itself. */
export async function unexpectedAnswer(
  { headers, body }: HttpResponse,
  what: string,
): Promise<AttemptFailed> {
  const type = headerValue(headers, 'content-type') ?? 'no content type'
  if (JSON_TYPE.test(type)) {
    const bytes = await readAll(body, MAX_ERROR_BYTES)
    const failure = bytes && bedrockDisguisedFailure(headers, bytes)
    if (failure) return new AttemptFailed(failure, 'error')
  } else abandon(body)
  return unreadableResponse(`${what} answered with the content type '${type}'`, upstreamRequestIdOf(headers))
}

/** A success status whose body is not what was asked for. */
export function unreadableResponse(reason: string, upstreamRequestId: string | null): AttemptFailed {
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
