// Between table rows and the domain: two small total functions per shape. Reading never touches a secret column.
import type { Credential } from '../../core/credentials/credential.ts'
import { kindOf } from '../../core/credentials/kinds/kind-modules.ts'
import type { StoredKey } from '../../core/keys/key-store.ts'
import type { Project } from '../../core/projects/project.ts'
import { kindRow, kindRowOf, type KindColumns } from './credential-kind-rows.ts'
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
  return kindRowOf(row).read(base, row)
}

const NO_KIND: KindColumns = {
  oauthExpiresAt: null,
  oauthScopes: null,
  oauthIsMax: false,
  lastRefreshAt: null,
  federationRuleId: null,
  federationOrganizationId: null,
  federationServiceAccountId: null,
  federationWorkspaceId: null,
  awsMethod: null,
  awsAccessKeyId: null,
  awsRoleArn: null,
  awsExternalId: null,
  awsRegion: null,
  awsSurface: null,
  awsGeography: null,
  keyPreview: null,
  keyExpiresAt: null,
}

/** All columns but the secrets. Columns of other kinds are null, as the constraints of the table require. */
export function fromCredential(credential: Credential): CredentialFields {
  return {
    id: credential.id,
    accountId: credential.accountId,
    accountName: credential.name,
    provider: credential.provider,
    endpointUrl: credential.endpointUrl,
    enabled: credential.enabled,
    createdAt: credential.createdAt,
    updatedAt: credential.updatedAt,
    ...NO_KIND,
    ...kindRow(kindOf(credential)).write(credential),
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
