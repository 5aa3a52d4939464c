// What a failed attempt means for the pool: whether the next candidate is tried, and how its credential cools down.
import type { FailureKind } from '@headgate/shared/requests'

export interface FailoverRule {
  /** Another candidate might do better: try it, as long as nothing has reached the client. */
  readonly tryNext: boolean
  /** How long the credential goes to the back of the pool when the upstream does not say. */
  readonly coolMs: number
  /** `rejected` shows the operator that the secret itself was rejected. */
  readonly health: 'unchanged' | 'cooling' | 'rejected'
  /** What cools: limits of a model say nothing about other models. */
  readonly scope: 'credential' | 'model'
  /** Which failure a client hears of when all candidates failed: lower is more useful; of equals the last. */
  readonly rank: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND

export const FAILOVER_TABLE: Readonly<Record<FailureKind, FailoverRule>> = {
  rate_limited: { tryNext: true, coolMs: 30 * SECOND, health: 'cooling', scope: 'model', rank: 1 },
  quota_exhausted: { tryNext: true, coolMs: 15 * MINUTE, health: 'cooling', scope: 'credential', rank: 2 },
  overloaded: { tryNext: true, coolMs: 10 * SECOND, health: 'cooling', scope: 'credential', rank: 3 },
  access_denied: { tryNext: true, coolMs: 0, health: 'unchanged', scope: 'credential', rank: 4 },
  model_unavailable: { tryNext: true, coolMs: 0, health: 'unchanged', scope: 'credential', rank: 5 },
  unclear_request: { tryNext: true, coolMs: 0, health: 'unchanged', scope: 'credential', rank: 5 },
  server_error: { tryNext: true, coolMs: 5 * SECOND, health: 'cooling', scope: 'credential', rank: 6 },
  timed_out: { tryNext: true, coolMs: 5 * SECOND, health: 'cooling', scope: 'credential', rank: 7 },
  unreadable: { tryNext: true, coolMs: 5 * SECOND, health: 'cooling', scope: 'credential', rank: 8 },
  network: { tryNext: true, coolMs: 5 * SECOND, health: 'cooling', scope: 'credential', rank: 9 },
  credential_rejected: {
    tryNext: true,
    coolMs: 5 * MINUTE,
    health: 'rejected',
    scope: 'credential',
    rank: 10,
  },
  invalid_request: { tryNext: false, coolMs: 0, health: 'unchanged', scope: 'credential', rank: 0 },
}

/** No upstream keeps a credential away for longer, whatever `retry-after` says. */
const MAX_COOL_MS = 60 * MINUTE

export function coolDurationMs(rule: FailoverRule, retryAfterMs: number | null): number {
  return Math.min(MAX_COOL_MS, Math.max(retryAfterMs ?? rule.coolMs, 0))
}
