// Decides whether to ask for a new access token, from what is stored, while nobody else can change it.
import type { Secret } from '../../vault/secret.ts'
import { isPausing } from './refresh-problem.ts'
import type { StoredGrant } from './refresh-store.ts'
import { accessTokenOf } from './renewable.ts'
import { isDue, mustRenew } from './renewal-times.ts'

/** The reason for wanting another access token. */
export type RefreshCause =
  /** In good time. */
  | { readonly kind: 'ahead' }
  /** A call is about to use one that ends. */
  | { readonly kind: 'expiring' }
  /** The upstream rejected this one. */
  | {
      readonly kind: 'rejected'
      readonly accessToken: Secret
      /** Tokens that were rejected since one was accepted, this one included. */
      readonly inARow: number
    }
  /** An operator asked for it at this time. */
  | { readonly kind: 'asked'; readonly at: Date }

export type RefreshDecision =
  | 'refresh'
  /** The stored token is good enough. */
  | 'keep'
  /** Not now: it failed a short while ago, or would not help. */
  | 'wait'

/** A new token that is rejected too is no reason for another one: its age is not the problem. */
const FRESH_MS = 30_000
const MOST_FRESH_MS = 600_000

/** The time for which a token counts as new. It grows with each rejected token. */
function freshMs(inARow: number): number {
  return Math.min(FRESH_MS * 2 ** Math.min(inARow - 1, 30), MOST_FRESH_MS)
}

export function refreshDecision(cause: RefreshCause, stored: StoredGrant, now: Date): RefreshDecision {
  const { credential, problem } = stored
  const pausing = isPausing(problem, now)
  switch (cause.kind) {
    case 'ahead':
      if (!isDue(credential, now)) return 'keep'
      return pausing ? 'wait' : 'refresh'
    case 'expiring':
      if (!mustRenew(credential, now)) return 'keep'
      return pausing ? 'wait' : 'refresh'
    case 'rejected':
      if (accessTokenOf(stored) !== cause.accessToken.reveal()) return 'keep'
      return pausing || isFresh(stored, freshMs(cause.inARow), now) ? 'wait' : 'refresh'
    case 'asked':
      return isBetween(cause.at, credential.lastRefreshAt, now) ? 'keep' : 'refresh'
  }
}

function isFresh({ credential: { lastRefreshAt } }: StoredGrant, forMs: number, now: Date): boolean {
  return lastRefreshAt !== null && Math.abs(now.getTime() - lastRefreshAt.getTime()) < forMs
}

/** A time still to come was noted by a replica whose clock is ahead: it says nothing. */
function isBetween(since: Date, at: Date | null, now: Date): boolean {
  return at !== null && since <= at && at <= now
}
