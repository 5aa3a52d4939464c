// A credential as the control plane shows it. Written out field by field: nothing gets in by being there.
import type { CredentialView } from '@headgate/shared/credentials'
import type { CredentialHealth } from '../routing/health-book.ts'
import type { RefreshProblem } from '../oauth/refresh-problem.ts'
import { bedrockKeyKind } from './bedrock-key.ts'
import { credentialStatus } from './credential-status.ts'
import type { Credential } from './credential.ts'
import { keyPreview } from './key-preview.ts'

export interface ViewContext {
  readonly health: CredentialHealth | null
  readonly refreshProblem?: RefreshProblem | null
  /** Why this replica cannot renew it; null where it can, or nothing is to be renewed. */
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
    statusUntil: isoOrNull(until),
    projects: [...projects],
    createdAt: credential.createdAt.toISOString(),
    updatedAt: credential.updatedAt.toISOString(),
  }
  if (credential.provider === 'bedrock') {
    const { provider, region, surface, geography } = credential
    const place = { ...common, provider, region, surface, geography }
    if (credential.method === 'iam') {
      const { accessKeyId, roleArn, externalId } = credential
      return {
        ...place,
        method: 'iam',
        keyPreview: accessKeyId && keyPreview(accessKeyId),
        roleArn,
        hasExternalId: externalId !== null,
        expiresAt: null,
      }
    }
    return {
      ...place,
      method: 'api_key',
      keyPreview: credential.keyPreview,
      keyKind: bedrockKeyKind(credential.keyPreview),
      expiresAt: isoOrNull(credential.expiresAt),
    }
  }
  if (credential.method === 'api_key') {
    return { provider: 'anthropic', method: 'api_key', ...common, keyPreview: credential.keyPreview }
  }
  const renewing = {
    scopes: [...credential.scopes],
    lastRefreshAt: isoOrNull(credential.lastRefreshAt),
    refreshProblem: refreshProblem && {
      ...refreshProblem,
      since: refreshProblem.since.toISOString(),
      retryAt: isoOrNull(refreshProblem.retryAt),
    },
  }
  if (credential.method === 'oauth') {
    const { provider, method, expiresAt, subscription } = credential
    return { provider, method, ...common, expiresAt: expiresAt.toISOString(), ...renewing, subscription }
  }
  const { provider, method, federationRuleId, organizationId, serviceAccountId, workspaceId } = credential
  const ids = { federationRuleId, organizationId, serviceAccountId, workspaceId }
  return { provider, method, ...common, ...ids, expiresAt: isoOrNull(credential.expiresAt), ...renewing }
}

function isoOrNull(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}

/** The part of a view that an audit event keeps: configuration, not momentary state. */
export function auditedCredential(credential: Credential): object {
  const view = credentialView(credential, { health: null, projects: [], now: credential.updatedAt })
  const { status: _status, statusReason: _reason, statusUntil: _until, projects: _projects, ...kept } = view
  if (!('refreshProblem' in kept)) return kept
  const { refreshProblem: _problem, ...renewed } = kept
  return renewed
}
