// The state of a credential as an operator sees it: the first row that applies.
import type { CredentialStatus } from '@headgate/shared/credentials'
import type { CredentialHealth } from '../routing/health-book.ts'
import type { RefreshProblem } from '../oauth/refresh/refresh-problem.ts'
import type { Credential } from './credential.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

export interface StatusView {
  readonly status: CredentialStatus
  readonly reason: string | null
  readonly until: Date | null
}

export const FEDERATION_REJECTED =
  "Anthropic rejected the federation: check rule, service account, organization and the identity token's claims"

export function credentialStatus(
  credential: Credential,
  health: CredentialHealth | null,
  now: Date,
  refreshProblem: RefreshProblem | null = null,
  /** Reason why this replica cannot renew it. */
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
  const { at: expiresAt, soonMs } = kindModuleOf(credential).expiry(credential)
  if (expiresAt === null && refreshProblem !== null) {
    const reason = `There is no access token yet: ${refreshProblem.reason}`
    return { status: 'cooling', reason, until: refreshProblem.retryAt }
  }
  if (expiresAt !== null && expiresAt <= now) {
    return { status: 'expired', reason: renewing ?? 'The secret has expired.', until: expiresAt }
  }
  if (health?.state === 'cooling') return { status: 'cooling', reason: health.reason, until: health.until }
  if (expiresAt !== null && expiresAt.getTime() - now.getTime() <= soonMs) {
    return { status: 'expiring_soon', reason: renewing ?? 'The secret expires soon.', until: expiresAt }
  }
  return { status: 'ready', reason: null, until: null }
}
