// Times of renewal: well ahead in the background, and before use when an access token is about to expire.
import type { RenewableCredential } from './renewable.ts'

const MINUTE = 60_000
const LEAST_AHEAD_MS = 5 * MINUTE
const MOST_AHEAD_MS = 60 * MINUTE
/** So little life left that a call might outlast it. */
const MUST_RENEW_MS = 30_000

/** An expiry of null means that there is no token yet. */
type Lifetime = Pick<RenewableCredential, 'expiresAt' | 'lastRefreshAt'>

/** A tenth of its life, within bounds; never more than half of it, or a short-lived token would be renewed all the time. */
export function renewAheadMs({ expiresAt, lastRefreshAt }: Lifetime): number {
  if (lastRefreshAt === null || expiresAt === null) return LEAST_AHEAD_MS
  const lifeMs = Math.max(0, expiresAt.getTime() - lastRefreshAt.getTime())
  return Math.min(Math.max(lifeMs / 10, LEAST_AHEAD_MS), MOST_AHEAD_MS, lifeMs / 2)
}

export function isDue(credential: Lifetime, now: Date): boolean {
  return leftMs(credential, now) <= renewAheadMs(credential)
}

/** A call waits for the renewal. */
export function mustRenew(credential: Lifetime, now: Date): boolean {
  return leftMs(credential, now) <= Math.min(MUST_RENEW_MS, renewAheadMs(credential))
}

function leftMs({ expiresAt }: Lifetime, now: Date): number {
  return expiresAt === null ? -Infinity : expiresAt.getTime() - now.getTime()
}
