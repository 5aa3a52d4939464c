// What an operator sees of a credential's state: the first row that applies.
import type { CredentialStatus } from '@headgate/shared/credentials'
import type { CredentialHealth } from '../routing/health-book.ts'
import type { Credential } from './credential.ts'

export interface StatusView {
  readonly status: CredentialStatus
  readonly reason: string | null
  readonly until: Date | null
}

/** Time for an operator to enter a new secret: none renews itself yet. */
const SOON_MS = 60 * 60 * 1000

export function credentialStatus(
  credential: Credential,
  health: CredentialHealth | null,
  now: Date,
): StatusView {
  if (!credential.enabled) return { status: 'disabled', reason: null, until: null }
  if (health?.state === 'rejected') return { status: 'rejected', reason: health.reason, until: null }
  const expiresAt = 'expiresAt' in credential ? credential.expiresAt : null
  if (expiresAt !== null && expiresAt <= now) {
    return { status: 'expired', reason: 'The secret has expired.', until: expiresAt }
  }
  if (health?.state === 'cooling') return { status: 'cooling', reason: health.reason, until: health.until }
  if (expiresAt !== null && expiresAt.getTime() - now.getTime() <= SOON_MS) {
    return { status: 'expiring_soon', reason: 'The secret expires soon.', until: expiresAt }
  }
  return { status: 'ready', reason: null, until: null }
}
