// What is learned about a call while it runs, and how it ended.
import type { RequestAttempt } from '@headgate/shared/requests'
import type { CallTrace } from '../routing/call-with-failover.ts'
import type { UpstreamFailure } from '../upstream/failure.ts'
import type { AttemptTarget, Candidate, ResponseEnd, UpstreamResponse } from '../upstream/provider.ts'
import type { GatewayError } from '../wire/anthropic-error.ts'
import type { BodyView } from '../wire/body-view.ts'
import type { Caller } from './authenticate.ts'
import type { Clock } from '../clock.ts'

export interface CallFacts extends CallTrace {
  readonly startedAt: Date
  readonly startedAtMs: number
  /** Null for a caller without a valid key. */
  caller: Caller | null
  view: Pick<BodyView, 'model' | 'stream' | 'sessionId'> | null
  /** The credential that answered, or was asked last. */
  chosen: { readonly candidate: Candidate; readonly target: AttemptTarget } | null
  readonly attempts: RequestAttempt[]
  /** Whether the upstream bills an answer to this kind of call by its tokens. */
  isBilled: boolean
  response: UpstreamResponse | null
  firstByteAtMs: number | null
}

export type CallEnd =
  /** An upstream answered, and its answer ended so. */
  | { readonly kind: 'answered'; readonly response: UpstreamResponse; readonly end: ResponseEnd }
  /** Every upstream that was asked failed. */
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure }
  /** The gateway answered with an error of its own. */
  | { readonly kind: 'denied'; readonly error: GatewayError }
  /** The gateway answered without an upstream. */
  | { readonly kind: 'local'; readonly status: number }
  | { readonly kind: 'client_left' }
  /** The process was killed before the end was known. */
  | { readonly kind: 'killed' }

/** @param onSent hears when the call goes to an upstream for the first time */
export function openFacts(clock: Clock, onSent?: (facts: CallFacts) => void): CallFacts {
  const attempts: RequestAttempt[] = []
  const facts: CallFacts = {
    startedAt: clock.now(),
    startedAtMs: clock.monotonicMs(),
    caller: null,
    view: null,
    chosen: null,
    attempts,
    isBilled: false,
    response: null,
    firstByteAtMs: null,
    attempting(candidate, target) {
      const isFirst = facts.chosen === null
      facts.chosen = { candidate, target }
      if (isFirst) onSent?.(facts)
    },
    attempted: (attempt) => void attempts.push(attempt),
  }
  return facts
}
