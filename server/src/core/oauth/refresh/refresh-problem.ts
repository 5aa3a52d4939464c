// The problem that keeps an access token from being renewed, and the time of the next try.
import type { TokenRejection } from '../tokens/token-endpoint.ts'
import { rejectionMeaning, type RejectionMeaning } from './rejection-meaning.ts'
import type { RenewableSecret } from './renewable.ts'

export interface RefreshProblem {
  readonly state: 'retrying' | 'sign_in_again' | 'federation_rejected'
  /** Masked and short. */
  readonly reason: string
  readonly failures: number
  readonly since: Date
  /** Time of the next try; null for `sign_in_again`. */
  readonly retryAt: Date | null
}

const SECOND = 1000
const MINUTE = 60 * SECOND

/** The pause after the first failure doubles up to `maxMs`, whatever `retry-after` asks for up to an hour. */
const PAUSE: Readonly<
  Record<Exclude<RejectionMeaning, 'sign_in_again'>, { firstMs: number; maxMs: number }>
> = {
  transient: { firstMs: 5 * SECOND, maxMs: 10 * MINUTE },
  misconfigured: { firstMs: MINUTE, maxMs: 10 * MINUTE },
  // An operator mends it in the Claude Console, and nothing tells the gateway.
  federation_rejected: { firstMs: MINUTE, maxMs: 30 * MINUTE },
}
const MAX_RETRY_AFTER_MS = 60 * MINUTE

export function nextProblem(
  known: RefreshProblem | null,
  rejection: TokenRejection,
  method: RenewableSecret['method'],
  now: Date,
): RefreshProblem {
  const meaning = rejectionMeaning(rejection, method)
  const failures = (known?.failures ?? 0) + 1
  const base = { reason: rejection.reason, failures, since: known?.since ?? now }
  if (meaning === 'sign_in_again') return { ...base, state: 'sign_in_again', retryAt: null }
  const { firstMs, maxMs } = PAUSE[meaning]
  const pause = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30))
  const asked = Math.min(rejection.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)
  const state = meaning === 'federation_rejected' ? meaning : 'retrying'
  return { ...base, state, retryAt: new Date(now.getTime() + Math.max(pause, asked)) }
}

/** True while nothing is tried unless a person asks for it. */
export function isPausing(problem: RefreshProblem | null, now: Date): boolean {
  if (problem === null) return false
  if (problem.retryAt === null) return true
  const leftMs = problem.retryAt.getTime() - now.getTime()
  // A longer pause was noted by a replica whose clock is ahead.
  return leftMs > 0 && leftMs <= MAX_RETRY_AFTER_MS
}
