// Parts shared by the two kinds whose access token the gateway renews.
import type { RefreshProblem } from '../../oauth/refresh/refresh-problem.ts'
import { renewAheadMs } from '../../oauth/refresh/renewal-times.ts'
import type { AnthropicOAuthCredential, AnthropicWorkloadCredential } from '../credential.ts'
import type { Expiry } from './credential-kind.ts'

/** Time for an operator to enter a new secret. */
const SOON_MS = 60 * 60_000

type Renewable = AnthropicOAuthCredential | AnthropicWorkloadCredential

/** A credential that has renewed itself before is left alone until its next renewal is overdue. */
export function accessTokenExpiry(credential: Renewable): Expiry {
  const soonMs = credential.lastRefreshAt === null ? SOON_MS : renewAheadMs(credential)
  return { at: credential.expiresAt, soonMs }
}

export function renewalView({ scopes, lastRefreshAt }: Renewable, problem: RefreshProblem | null) {
  return {
    scopes: [...scopes],
    lastRefreshAt: lastRefreshAt?.toISOString() ?? null,
    refreshProblem: problem && {
      ...problem,
      since: problem.since.toISOString(),
      retryAt: problem.retryAt?.toISOString() ?? null,
    },
  }
}
