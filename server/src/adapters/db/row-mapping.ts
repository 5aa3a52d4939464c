// Between table rows and the domain: two small total functions per shape. Reading never touches a secret column.
import type { Credential } from '../../core/credentials/credential.ts'
import type { StoredKey } from '../../core/keys/key-store.ts'
import type { Project } from '../../core/projects/project.ts'
import type { CredentialRow } from './entities/credential-row.ts'
import type { ProjectKeyRow } from './entities/project-key-row.ts'
import type { ProjectRow } from './entities/project-row.ts'

/** The columns a credential is read from: no secret is loaded where none is needed. */
export const CREDENTIAL_FIELDS = [
  'id',
  'accountId',
  'accountName',
  'provider',
  'oauthExpiresAt',
  'oauthScopes',
  'oauthIsMax',
  'lastRefreshAt',
  'federationRuleId',
  'federationOrganizationId',
  'federationServiceAccountId',
  'federationWorkspaceId',
  'awsMethod',
  'awsAccessKeyId',
  'awsRoleArn',
  'awsExternalId',
  'awsRegion',
  'awsSurface',
  'awsGeography',
  'keyPreview',
  'keyExpiresAt',
  'endpointUrl',
  'enabled',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof CredentialRow)[]

export type CredentialFields = Pick<CredentialRow, (typeof CREDENTIAL_FIELDS)[number]>

export function toCredential(row: CredentialFields): Credential {
  const base = {
    id: row.id,
    accountId: row.accountId,
    name: row.accountName,
    endpointUrl: row.endpointUrl ?? null,
    enabled: row.enabled,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
  const keyPreview = row.keyPreview ?? null
  if (row.provider === 'bedrock') {
    const place = {
      ...base,
      provider: 'bedrock',
      region: row.awsRegion ?? '',
      surface: row.awsSurface ?? 'invoke',
      geography: row.awsGeography ?? 'auto',
    } as const
    if (row.awsMethod !== 'iam')
      return { ...place, method: 'api_key', keyPreview, expiresAt: row.keyExpiresAt ?? null }
    return {
      ...place,
      method: 'iam',
      accessKeyId: row.awsAccessKeyId ?? null,
      roleArn: row.awsRoleArn ?? null,
      externalId: row.awsExternalId ?? null,
    }
  }
  if (row.federationRuleId)
    return {
      ...base,
      provider: 'anthropic',
      method: 'workload_identity',
      federationRuleId: row.federationRuleId,
      organizationId: row.federationOrganizationId ?? '',
      serviceAccountId: row.federationServiceAccountId ?? '',
      workspaceId: row.federationWorkspaceId ?? '',
      expiresAt: row.oauthExpiresAt ?? null,
      scopes: row.oauthScopes ?? [],
      lastRefreshAt: row.lastRefreshAt ?? null,
    }
  if (!row.oauthExpiresAt) return { ...base, provider: 'anthropic', method: 'api_key', keyPreview }
  return {
    ...base,
    provider: 'anthropic',
    method: 'oauth',
    expiresAt: row.oauthExpiresAt,
    scopes: row.oauthScopes ?? [],
    lastRefreshAt: row.lastRefreshAt ?? null,
    subscription: row.oauthIsMax,
  }
}

/** All columns but the secrets; columns of other kinds are null, as the constraints want it. */
export function fromCredential(credential: Credential): CredentialFields {
  const oauth = credential.method === 'oauth' ? credential : null
  const workload = credential.method === 'workload_identity' ? credential : null
  const renewed = oauth ?? workload
  const bedrock = credential.provider === 'bedrock' ? credential : null
  const iam = credential.method === 'iam' ? credential : null
  return {
    id: credential.id,
    accountId: credential.accountId,
    accountName: credential.name,
    provider: credential.provider,
    oauthExpiresAt: renewed?.expiresAt ?? null,
    oauthScopes: renewed ? [...renewed.scopes] : null,
    oauthIsMax: oauth?.subscription ?? false,
    lastRefreshAt: renewed?.lastRefreshAt ?? null,
    federationRuleId: workload?.federationRuleId ?? null,
    federationOrganizationId: workload?.organizationId ?? null,
    federationServiceAccountId: workload?.serviceAccountId ?? null,
    federationWorkspaceId: workload?.workspaceId ?? null,
    awsMethod: bedrock?.method ?? null,
    awsAccessKeyId: iam?.accessKeyId ?? null,
    awsRoleArn: iam?.roleArn ?? null,
    awsExternalId: iam?.externalId ?? null,
    awsRegion: bedrock?.region ?? null,
    awsSurface: bedrock?.surface ?? null,
    awsGeography: bedrock?.geography ?? null,
    keyPreview: 'keyPreview' in credential ? credential.keyPreview : null,
    keyExpiresAt: bedrock?.method === 'api_key' ? bedrock.expiresAt : null,
    endpointUrl: credential.endpointUrl,
    enabled: credential.enabled,
    createdAt: credential.createdAt,
    updatedAt: credential.updatedAt,
  }
}

export function toProject(row: ProjectRow): Project {
  const { id, slug, name, enabled, workspaceAccess, passThrough, routingStrategy, createdAt, updatedAt } = row
  return {
    id,
    slug,
    name,
    enabled,
    workspaceAccess,
    passThrough,
    strategy: routingStrategy,
    createdAt,
    updatedAt,
  }
}

export function fromProject({ strategy, ...project }: Project): ProjectRow {
  return { ...project, routingStrategy: strategy }
}

export function toStoredKey(row: ProjectKeyRow): StoredKey {
  return {
    id: row.id,
    projectId: row.project.id,
    name: row.name,
    digest: row.digest,
    prefix: row.prefix,
    last4: row.last4,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt ?? null,
    revokedAt: row.revokedAt ?? null,
  }
}
