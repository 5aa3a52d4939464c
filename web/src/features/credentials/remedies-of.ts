// What puts a credential right, by its status and by how it authenticates. The first is the usual one.
import type { CredentialStatus, CredentialView } from '@headgate/shared/credentials'

import type { Problem } from '../../lib/refresh-problem-of.ts'

export type Remedy = 'sign_in' | 'refresh' | 'rotate' | 'clear' | 'enable'

const OF_KEYS: Readonly<Record<CredentialStatus, readonly Remedy[]>> = {
  ready: [],
  expiring_soon: ['rotate'],
  expired: ['rotate'],
  cooling: ['clear'],
  rejected: ['rotate', 'clear'],
  disabled: ['enable'],
}

/** They renew themselves; where that fails, asking for it again or signing in again helps. */
const OF_OAUTH: Readonly<Record<CredentialStatus, readonly Remedy[]>> = {
  ready: [],
  expiring_soon: ['refresh', 'sign_in'],
  expired: ['sign_in', 'refresh'],
  cooling: ['clear'],
  rejected: ['sign_in', 'refresh', 'clear'],
  disabled: ['enable'],
}

/** There is no secret to be replaced: what helps is to exchange once more, or to name another federation. */
const OF_FEDERATIONS: Readonly<Record<CredentialStatus, readonly Remedy[]>> = {
  ready: [],
  expiring_soon: ['refresh'],
  expired: ['refresh', 'rotate'],
  cooling: ['clear'],
  rejected: ['refresh', 'rotate', 'clear'],
  disabled: ['enable'],
}

export interface Remediable extends Pick<CredentialView, 'status' | 'method'> {
  readonly refreshProblem?: Problem | null
}

export function remediesOf({ status, method, refreshProblem = null }: Remediable): readonly Remedy[] {
  if (method === 'workload_identity')
    return status !== 'disabled' && refreshProblem?.state === 'retrying'
      ? ['refresh', 'clear']
      : OF_FEDERATIONS[status]
  if (method !== 'oauth') return OF_KEYS[status]
  if (status === 'disabled' || refreshProblem === null) return OF_OAUTH[status]
  // Clearing ends the pause that follows a renewal that failed.
  return refreshProblem.state === 'retrying' ? ['refresh', 'clear'] : ['sign_in', 'refresh']
}
