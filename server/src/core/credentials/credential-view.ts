// A credential as the control plane shows it. Every field is named, so that no secret gets in by accident.
import type { CredentialView } from '@headgate/shared/credentials'
import type { CredentialHealth } from '../routing/health-book.ts'
import type { RefreshProblem } from '../oauth/refresh/refresh-problem.ts'
import { credentialStatus } from './credential-status.ts'
import type { Credential } from './credential.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

export interface ViewContext {
  readonly health: CredentialHealth | null
  readonly refreshProblem?: RefreshProblem | null
  /** Reason why this replica cannot renew it; null when it can, or when there is nothing to renew. */
  readonly unrenewable?: string | null
  readonly projects: readonly string[]
  readonly now: Date
}

export function credentialView(
  credential: Credential,
  { health, refreshProblem = null, unrenewable = null, projects, now }: ViewContext,
): CredentialView {
  const { status, reason, until } = credentialStatus(credential, health, now, refreshProblem, unrenewable)
  const common = {
    id: credential.id,
    accountId: credential.accountId,
    name: credential.name,
    endpointUrl: credential.endpointUrl,
    enabled: credential.enabled,
    status,
    statusReason: reason,
    statusUntil: until?.toISOString() ?? null,
    projects: [...projects],
    createdAt: credential.createdAt.toISOString(),
    updatedAt: credential.updatedAt.toISOString(),
  }
  return kindModuleOf(credential).view(credential, common, refreshProblem)
}

/** The part of a view that an audit event keeps: configuration, not momentary state. */
export function auditedCredential(credential: Credential): object {
  const view = credentialView(credential, { health: null, projects: [], now: credential.updatedAt })
  const { status: _status, statusReason: _reason, statusUntil: _until, projects: _projects, ...kept } = view
  if (!('refreshProblem' in kept)) return kept
  const { refreshProblem: _problem, ...renewed } = kept
  return renewed
}
