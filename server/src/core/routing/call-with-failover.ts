// Tries candidates in order until one answers. Nothing has reached the client while this runs.
import type { Provider } from '@headgate/shared/providers'
import type { RequestAttempt } from '@headgate/shared/requests'
import type { Logger } from '../log.ts'
import type { UpstreamFailure } from '../upstream/failure.ts'
import type {
  AttemptResult,
  AttemptTarget,
  Candidate,
  MessagesCall,
  ProviderAdapter,
  UpstreamAnswer,
} from '../upstream/provider.ts'
import type { GatewayError } from '../wire/anthropic-error.ts'
import { coolDurationMs, FAILOVER_TABLE } from './failover-table.ts'
import type { HealthBook } from './health-book.ts'

export interface FailoverDeps {
  readonly adapters: Readonly<Record<Provider, ProviderAdapter>>
  readonly health: Pick<HealthBook, 'note' | 'recover'>
  readonly now: () => Date
  readonly log: Logger
}

/** `candidate` is the one that answered, or whose failure the client hears of. */
export type CallResult = { readonly candidate: Candidate; readonly target: AttemptTarget } & (
  | { readonly kind: 'answered'; readonly answer: UpstreamAnswer }
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure }
  /** Nothing was sent to any upstream. */
  | { readonly kind: 'refused'; readonly error: GatewayError }
)

export interface CallTrace {
  attempted(attempt: RequestAttempt): void
}

type Failed = Extract<CallResult, { kind: 'failed' }>
type Refused = Extract<CallResult, { kind: 'refused' }>

/** @param candidates at least one. Rejects only with the signal's reason or a defect. */
export async function callWithFailover(
  deps: FailoverDeps,
  candidates: readonly Candidate[],
  call: MessagesCall,
  signal: AbortSignal,
  trace: CallTrace,
): Promise<CallResult> {
  let failed: Failed | null = null
  let refused: Refused | null = null
  for (const candidate of candidates) {
    const adapter = deps.adapters[candidate.credential.provider]
    const target = adapter.target(call, candidate)
    const startedAt = deps.now().getTime()
    const result = await adapter.attempt(call, candidate, signal)
    trace.attempted(describe(candidate, target, result, deps.now().getTime() - startedAt))
    switch (result.kind) {
      case 'answer':
        deps.health.recover(candidate.credential.id)
        return { kind: 'answered', answer: result.answer, candidate, target }
      case 'refusal':
        refused ??= { kind: 'refused', error: result.error, candidate, target }
        break
      case 'failure':
        noteHealth(deps, candidate, result.failure)
        failed = moreUseful(failed, { kind: 'failed', failure: result.failure, candidate, target })
        if (!FAILOVER_TABLE[result.failure.kind].tryNext) return failed
        break
    }
    deps.log.debug(
      { requestId: call.requestId, accountId: candidate.credential.accountId, result: result.kind },
      'a credential did not serve the call',
    )
  }
  const result = failed ?? refused
  if (!result) throw new RangeError('callWithFailover needs a candidate')
  return result
}

function moreUseful(known: Failed | null, next: Failed): Failed {
  if (!known) return next
  return FAILOVER_TABLE[next.failure.kind].rank <= FAILOVER_TABLE[known.failure.kind].rank ? next : known
}

function noteHealth(deps: FailoverDeps, candidate: Candidate, failure: UpstreamFailure): void {
  const rule = FAILOVER_TABLE[failure.kind]
  if (rule.health === 'unchanged') return
  const since = deps.now()
  const until = new Date(since.getTime() + coolDurationMs(rule, failure.retryAfterMs))
  deps.health.note(candidate.credential.id, { state: rule.health, reason: failure.reason, since, until })
}

function describe(
  { credential }: Candidate,
  target: AttemptTarget,
  result: AttemptResult,
  durationMs: number,
): RequestAttempt {
  const base = {
    accountId: credential.accountId,
    provider: credential.provider,
    upstreamModel: target.upstreamModel,
    durationMs,
  }
  switch (result.kind) {
    case 'answer': {
      const { status, upstreamRequestId } = result.answer
      return { ...base, status, result: 'ok', reason: null, upstreamRequestId }
    }
    case 'refusal':
      return {
        ...base,
        status: null,
        result: 'not_sent',
        reason: result.error.message,
        upstreamRequestId: null,
      }
    case 'failure': {
      const { status, kind, reason, upstreamRequestId } = result.failure
      return { ...base, status, result: kind, reason, upstreamRequestId }
    }
  }
}
