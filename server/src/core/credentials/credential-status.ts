// What an operator sees of a credential's state: the first row that applies.
import type { CredentialStatus } from '@headgate/shared/credentials'
import type { CredentialHealth } from '../routing/health-book.ts'
import type { RefreshProblem } from '../oauth/refresh-problem.ts'
import { renewAheadMs } from '../oauth/renewal-times.ts'
import { bedrockKeyKind } from './bedrock-key.ts'
import type { Credential } from './credential.ts'

export interface StatusView {
  readonly status: CredentialStatus
  readonly reason: string | null
  readonly until: Date | null
}

/** Time for an operator to enter a new secret, where it does not renew itself. Short-term keys last 12 hours at most. */
const SOON_MS = 60 * 60 * 1000
const SOON_OF_LONG_TERM_MS = 14 * 24 * SOON_MS

export const FEDERATION_REJECTED =
  "Anthropic rejected the federation: check rule, service account, organization and the identity token's claims"

export function credentialStatus(
  credential: Credential,
  health: CredentialHealth | null,
  now: Date,
  refreshProblem: RefreshProblem | null = null,
  /** Why this replica cannot renew it. */
  unrenewable: string | null = null,
): StatusView {
  if (!credential.enabled) return { status: 'disabled', reason: null, until: null }
  if (refreshProblem?.state === 'sign_in_again') {
    return { status: 'rejected', reason: `Sign in again: ${refreshProblem.reason}`, until: null }
  }
  if (refreshProblem?.state === 'federation_rejected') {
    const reason = `${FEDERATION_REJECTED} (${refreshProblem.reason})`
    return { status: 'rejected', reason, until: null }
  }
  const renewing = refreshProblem ? `It could not be renewed yet: ${refreshProblem.reason}` : unrenewable
  if (health?.state === 'rejected') return { status: 'rejected', reason: health.reason, until: null }
  const expiresAt = 'expiresAt' in credential ? credential.expiresAt : null
  if (credential.method === 'workload_identity' && expiresAt === null && refreshProblem !== null) {
    const reason = `There is no access token yet: ${refreshProblem.reason}`
    return { status: 'cooling', reason, until: refreshProblem.retryAt }
  }
  if (expiresAt !== null && expiresAt <= now) {
    return { status: 'expired', reason: renewing ?? 'The secret has expired.', until: expiresAt }
  }
  if (health?.state === 'cooling') return { status: 'cooling', reason: health.reason, until: health.until }
  if (expiresAt !== null && expiresAt.getTime() - now.getTime() <= soonMs(credential)) {
    return { status: 'expiring_soon', reason: renewing ?? 'The secret expires soon.', until: expiresAt }
  }
  return { status: 'ready', reason: null, until: null }
}

function soonMs(credential: Credential): number {
  // One that has renewed itself before is left alone until that is overdue.
  if (credential.method === 'oauth' || credential.method === 'workload_identity')
    return credential.lastRefreshAt === null ? SOON_MS : renewAheadMs(credential)
  const isShortTerm =
    credential.method === 'api_key' && bedrockKeyKind(credential.keyPreview) === 'short_term'
  return isShortTerm ? SOON_MS : SOON_OF_LONG_TERM_MS
}
