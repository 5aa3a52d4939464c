// What stands in the way of requests as a whole, beside single credentials that are not ready.
import type { CredentialStatus, CredentialView } from '@headgate/shared/credentials'
import type { ProjectView } from '@headgate/shared/projects'
import type { RequestOutcome } from '@headgate/shared/requests'
import { refreshProblemOf } from '../../lib/refresh-problem-of.ts'

export type Blockage = 'no_credential' | 'all_disabled' | 'none_ready'

const WORKING: ReadonlySet<CredentialStatus> = new Set(['ready', 'expiring_soon'])

/** Why no project can be served well; null while any credential works. */
export function blockageOf(credentials: readonly Pick<CredentialView, 'status'>[]): Blockage | null {
  if (credentials.length === 0) return 'no_credential'
  if (credentials.some(({ status }) => WORKING.has(status))) return null
  return credentials.every(({ status }) => status === 'disabled') ? 'all_disabled' : 'none_ready'
}

/** Also one that still works, when its access cannot be renewed. */
export function needsAttention(credential: CredentialView): boolean {
  if (credential.status === 'disabled') return false
  return credential.status !== 'ready' || refreshProblemOf(credential) !== null
}

/** Projects whose requests are all rejected because their pool holds no credential that may be used. */
export function unservedProjects<T extends Pick<ProjectView, 'enabled' | 'pool'>>(
  projects: readonly T[],
): T[] {
  return projects.filter(({ enabled, pool }) => enabled && pool.every(({ status }) => status === 'disabled'))
}

const FAILED: ReadonlySet<RequestOutcome> = new Set(['denied', 'upstream_error', 'interrupted'])

/** `2 of the last 10 failed`; null when none did. A client that left is no failure. */
export function failuresText(outcomes: readonly RequestOutcome[]): string | null {
  const failed = outcomes.filter((outcome) => FAILED.has(outcome)).length
  return failed === 0 ? null : `${failed} of the last ${outcomes.length} failed`
}
