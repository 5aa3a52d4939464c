// Tries candidates in order until one answers. Nothing has reached the client while this runs.
import type { Provider } from '@headgate/shared/providers'
import type { FailureKind, RequestAttempt } from '@headgate/shared/requests'
import type { Logger } from '../log.ts'
import { redactText } from '../redaction/redact.ts'
import type { UpstreamFailure } from '../upstream/failure.ts'
import { hideInEnd, hideSecret, secretHider } from '../upstream/hide-secret.ts'
import type { ResponseEnd, AttemptTarget, Candidate, UpstreamResponse, Work } from '../upstream/provider.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import type { Clock } from '../clock.ts'
import { coolDurationMs, FAILOVER_TABLE } from './failover-table.ts'
import type { HealthBook } from './health-book.ts'

export interface FailoverPorts {
  readonly health: Pick<HealthBook, 'note' | 'recover'>
  readonly clock: Clock
  readonly log: Logger
}

/** `candidate` is the one that answered, or whose failure the client hears of. */
export type CallResult = { readonly candidate: Candidate; readonly target: AttemptTarget } & (
  | {
      readonly kind: 'answered'
      readonly response: UpstreamResponse
      /** The response's own, without secrets. The attempt is on record when it resolves. */
      readonly finished: Promise<ResponseEnd>
    }
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure }
  /** Nothing was sent to any upstream. */
  | { readonly kind: 'not_sent'; readonly error: GatewayError }
)

export interface CallTrace {
  attempting(candidate: Candidate, target: AttemptTarget): void
  attempted(attempt: RequestAttempt): void
}

type Failed = Extract<CallResult, { kind: 'failed' }>
type NotSent = Extract<CallResult, { kind: 'not_sent' }>

/** @param candidates at least one. Rejects only with the signal's reason or a defect. */
export async function callWithFailover(
  ports: FailoverPorts,
  candidates: readonly Candidate[],
  work: Work,
  signal: AbortSignal,
  trace: CallTrace,
): Promise<CallResult> {
  let failed: Failed | null = null
  let notSent: NotSent | null = null
  for (const candidate of candidates) {
    const target = work.target(candidate)
    trace.attempting(candidate, target)
    const startedAt = ports.clock.monotonicMs()
    const asked = { candidate, model: modelOf(target), beganAt: ports.clock.now() }
    const record = (outcome: AttemptOutcome) => {
      trace.attempted(describe(candidate, target, outcome, Math.round(ports.clock.monotonicMs() - startedAt)))
    }
    const result = await work
      .attempt(candidate, signal, candidate !== candidates.at(-1))
      .catch((error: unknown) => {
        record({ result: 'aborted', status: null, reason: null, upstreamRequestId: null })
        throw error
      })
    if (result.kind !== 'not_sent' && result.rejectedBefore)
      record({ ...result.rejectedBefore, result: result.rejectedBefore.kind })
    switch (result.kind) {
      case 'answer': {
        const { answer: response } = result
        const finished = response.finished.then((said) => {
          const end = hideInEnd(said, secretHider(candidate.secret))
          learnFrom(ports, asked, end)
          record(responseOutcome(response, end))
          return end
        })
        return { kind: 'answered', response, finished, candidate, target }
      }
      case 'not_sent':
        record({
          result: 'not_sent',
          status: null,
          reason: redactText(result.error.message),
          upstreamRequestId: null,
        })
        notSent ??= { kind: 'not_sent', error: result.error, candidate, target }
        break
      case 'failure': {
        const failure = hideSecret(result.failure, secretHider(candidate.secret))
        record({ ...failure, result: failure.kind })
        noteHealth(ports, asked, failure)
        failed = moreUseful(failed, { kind: 'failed', failure, candidate, target })
        if (!FAILOVER_TABLE[failure.kind].tryNext) return failed
        break
      }
    }
    ports.log.debug(
      { requestId: work.requestId, accountId: candidate.credential.accountId, result: result.kind },
      'a credential did not serve the call',
    )
  }
  const result = failed ? withRetryAdvice(failed, candidates.length) : notSent
  if (!result) throw new RangeError('callWithFailover needs a candidate')
  return result
}

/** What a client would only repeat in vain: SDKs try twice more, Claude Code ten times. */
const HOPELESS_AFTER_ALL: readonly FailureKind[] = ['server_error', 'network', 'timed_out', 'unreadable']

/** Every candidate has been tried: where that will not change in a moment, the client is told not to try again. */
function withRetryAdvice(failed: Failed, tried: number): Failed {
  const { kind, answer } = failed.failure
  const isHopeless = kind === 'credential_rejected' || (tried > 1 && HOPELESS_AFTER_ALL.includes(kind))
  if (!isHopeless || answer.kind !== 'gateway') return failed
  const { type, message, status, headers, cause } = answer.error
  const advice = { ...headers, 'x-should-retry': 'false' }
  const error = new GatewayError(type, message, { status, headers: advice, cause })
  return { ...failed, failure: { ...failed.failure, answer: { kind: 'gateway', error } } }
}

/** Waiting may help: the client should hear of it rather than of a mistake that it did not make. */
const RETRYABLE: readonly FailureKind[] = [
  'rate_limited',
  'quota_exhausted',
  'overloaded',
  'server_error',
  'timed_out',
  'network',
]
/** Whether the gateway rewrites a request for the provider. */
const TRANSLATES: Readonly<Record<Provider, boolean>> = { anthropic: false, bedrock: true }
const TOO_LONG = /prompt is too long|input is too long/i

/** A 400 about a second, translated try is the gateway's affair, unless the prompt is too long wherever it goes. */
function isTranslationsFault(known: Failed, { candidate, failure }: Failed): boolean {
  return (
    failure.kind === 'invalid_request' &&
    TRANSLATES[candidate.credential.provider] &&
    !TRANSLATES[known.candidate.credential.provider] &&
    RETRYABLE.includes(known.failure.kind) &&
    !TOO_LONG.test(failure.reason)
  )
}

function moreUseful(known: Failed | null, next: Failed): Failed {
  if (!known) return next
  if (isTranslationsFault(known, next)) return known
  return FAILOVER_TABLE[next.failure.kind].rank <= FAILOVER_TABLE[known.failure.kind].rank ? next : known
}

type HealthNews = Pick<UpstreamFailure, 'kind' | 'reason' | 'retryAfterMs'>

/** Which credential was asked for which model, and since when. */
interface Asked {
  readonly candidate: Candidate
  readonly model: string | null
  readonly beganAt: Date
}

function modelOf({ model, upstreamModel }: AttemptTarget): string | null {
  return model?.id ?? upstreamModel
}

function noteHealth(
  ports: FailoverPorts,
  { candidate: { credential }, model }: Asked,
  { kind, reason, retryAfterMs }: HealthNews,
): void {
  const rule = FAILOVER_TABLE[kind]
  if (rule.health === 'unchanged' || credential.id === null) return
  const since = ports.clock.now()
  const until = new Date(since.getTime() + coolDurationMs(rule, retryAfterMs))
  const place = { credentialId: credential.id, model: rule.scope === 'model' ? model : null }
  ports.health.note(place, { state: rule.health, reason, since, until }, credential.updatedAt)
}

/** An answer that the client did not wait for says nothing about its credential. */
function learnFrom(ports: FailoverPorts, asked: Asked, end: ResponseEnd): void {
  const { candidate, model, beganAt } = asked
  const { id: credentialId } = candidate.credential
  if (end.kind === 'complete') {
    if (credentialId !== null)
      ports.health.recover({ credentialId, model }, candidate.credential.updatedAt, beganAt)
  } else if (end.kind !== 'unread') {
    noteHealth(ports, asked, { kind: end.failure, reason: end.reason, retryAfterMs: null })
  }
}

type AttemptOutcome = Pick<RequestAttempt, 'result' | 'status' | 'reason' | 'upstreamRequestId'>

function responseOutcome({ status, upstreamRequestId }: UpstreamResponse, end: ResponseEnd): AttemptOutcome {
  switch (end.kind) {
    case 'complete':
      return { result: 'ok', reason: null, status, upstreamRequestId }
    case 'unread':
      return { result: 'aborted', reason: null, status, upstreamRequestId }
    case 'cut':
      return { result: 'cut', reason: end.reason, status, upstreamRequestId }
    case 'error':
      return { result: end.failure, reason: end.reason, status, upstreamRequestId }
  }
}

function describe(
  { credential }: Candidate,
  target: AttemptTarget,
  { result, status, reason, upstreamRequestId }: AttemptOutcome,
  durationMs: number,
): RequestAttempt {
  return {
    accountId: credential.accountId,
    provider: credential.provider,
    upstreamModel: target.upstreamModel && redactText(target.upstreamModel).slice(0, MAX_MODEL_CHARS),
    status,
    result,
    reason: reason && reason.slice(0, MAX_TEXT_CHARS),
    durationMs,
    upstreamRequestId: upstreamRequestId && upstreamRequestId.slice(0, MAX_TEXT_CHARS),
  }
}

/** Words of a client or an upstream may be of any length; a record is not. */
const MAX_TEXT_CHARS = 500
const MAX_MODEL_CHARS = 2048
