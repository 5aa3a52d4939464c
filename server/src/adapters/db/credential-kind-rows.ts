// Maps each kind of credential to the columns of table `credentials`. A missing kind does not compile.
import type { CredentialKind } from '@headgate/shared/providers'
import type { CredentialBase, Federation } from '../../core/credentials/credential.ts'
import type { CredentialOf, SecretOf } from '../../core/credentials/kinds/credential-kind.ts'
import type { Secret } from '../../core/vault/secret.ts'
import type { CredentialRow } from './entities/credential-row.ts'

/** Property and column of every secret of the table. */
export const SECRET_COLUMNS = {
  oauthAccessToken: 'oauth_access_token',
  oauthRefreshToken: 'oauth_refresh_token',
  anthropicApiKey: 'anthropic_api_key',
  awsApiKey: 'aws_api_key',
  awsSecretAccessKey: 'aws_secret_access_key',
  awsSessionToken: 'aws_session_token',
} as const

export type SecretProperty = keyof typeof SECRET_COLUMNS

/** Columns that only some kinds have, secrets left out. */
export type KindColumns = Pick<
  CredentialRow,
  | 'oauthExpiresAt'
  | 'oauthScopes'
  | 'oauthIsMax'
  | 'lastRefreshAt'
  | 'federationRuleId'
  | 'federationOrganizationId'
  | 'federationServiceAccountId'
  | 'federationWorkspaceId'
  | 'awsMethod'
  | 'awsAccessKeyId'
  | 'awsRoleArn'
  | 'awsExternalId'
  | 'awsRegion'
  | 'awsSurface'
  | 'awsGeography'
  | 'keyPreview'
  | 'keyExpiresAt'
>

/** Columns that tell the kind of a row. */
export type KindMarks = Pick<
  CredentialRow,
  'id' | 'provider' | 'oauthExpiresAt' | 'federationRuleId' | 'awsMethod'
>

/** Secrets of a row, opened when asked for. */
export interface RowSecrets {
  /** @throws Error when the row has no such secret. */
  need(property: SecretProperty): Secret
  find(property: SecretProperty): Secret | null
}

export interface CredentialKindRow<K extends CredentialKind = CredentialKind> {
  /** True for the rows of exactly one kind. */
  matches(row: KindMarks): boolean
  read(base: CredentialBase, row: KindColumns): CredentialOf<K>
  /** Columns of other kinds are left out. */
  write(credential: CredentialOf<K>): Partial<KindColumns>
  readSecret(secrets: RowSecrets): SecretOf<K>
  writeSecret(secret: SecretOf<K>): Partial<Record<SecretProperty, Secret | null>>
}

const anthropicApiKey: CredentialKindRow<'anthropic/api_key'> = {
  matches: (row) => row.provider === 'anthropic' && !row.federationRuleId && !row.oauthExpiresAt,
  read: (base, row) => ({
    ...base,
    provider: 'anthropic',
    method: 'api_key',
    keyPreview: row.keyPreview ?? null,
  }),
  write: ({ keyPreview }) => ({ keyPreview }),
  readSecret: ({ need }) => ({ method: 'api_key', apiKey: need('anthropicApiKey') }),
  writeSecret: ({ apiKey }) => ({ anthropicApiKey: apiKey }),
}

const anthropicOAuth: CredentialKindRow<'anthropic/oauth'> = {
  matches: (row) => row.provider === 'anthropic' && !row.federationRuleId && Boolean(row.oauthExpiresAt),
  read: (base, row) => ({
    ...base,
    provider: 'anthropic',
    method: 'oauth',
    // `matches` has seen it.
    expiresAt: row.oauthExpiresAt!,
    scopes: row.oauthScopes ?? [],
    lastRefreshAt: row.lastRefreshAt ?? null,
    subscription: row.oauthIsMax,
  }),
  write: ({ expiresAt, scopes, lastRefreshAt, subscription }) => ({
    oauthExpiresAt: expiresAt,
    oauthScopes: [...scopes],
    oauthIsMax: subscription,
    lastRefreshAt,
  }),
  readSecret: ({ need }) => ({
    method: 'oauth',
    accessToken: need('oauthAccessToken'),
    refreshToken: need('oauthRefreshToken'),
  }),
  writeSecret: ({ accessToken, refreshToken }) => ({
    oauthAccessToken: accessToken,
    oauthRefreshToken: refreshToken,
  }),
}

const anthropicWorkloadIdentity: CredentialKindRow<'anthropic/workload_identity'> = {
  matches: (row) => row.provider === 'anthropic' && Boolean(row.federationRuleId),
  read: (base, row) => ({
    ...base,
    provider: 'anthropic',
    method: 'workload_identity',
    ...federationOf(row),
    expiresAt: row.oauthExpiresAt ?? null,
    scopes: row.oauthScopes ?? [],
    lastRefreshAt: row.lastRefreshAt ?? null,
  }),
  write: (credential) => ({
    federationRuleId: credential.federationRuleId,
    federationOrganizationId: credential.organizationId,
    federationServiceAccountId: credential.serviceAccountId,
    federationWorkspaceId: credential.workspaceId,
    oauthExpiresAt: credential.expiresAt,
    oauthScopes: [...credential.scopes],
    lastRefreshAt: credential.lastRefreshAt,
  }),
  readSecret: ({ find }) => ({ method: 'workload_identity', accessToken: find('oauthAccessToken') }),
  writeSecret: ({ accessToken }) => ({ oauthAccessToken: accessToken }),
}

const bedrockApiKey: CredentialKindRow<'bedrock/api_key'> = {
  matches: (row) => row.provider === 'bedrock' && row.awsMethod === 'api_key',
  read: (base, row) => ({
    ...base,
    provider: 'bedrock',
    method: 'api_key',
    ...placeOfRow(row),
    keyPreview: row.keyPreview ?? null,
    expiresAt: row.keyExpiresAt ?? null,
  }),
  write: (credential) => ({
    awsMethod: 'api_key',
    ...placeColumns(credential),
    keyPreview: credential.keyPreview,
    keyExpiresAt: credential.expiresAt,
  }),
  readSecret: ({ need }) => ({ method: 'api_key', apiKey: need('awsApiKey') }),
  writeSecret: ({ apiKey }) => ({ awsApiKey: apiKey }),
}

const bedrockIam: CredentialKindRow<'bedrock/iam'> = {
  matches: (row) => row.provider === 'bedrock' && row.awsMethod === 'iam',
  read: (base, row) => ({
    ...base,
    provider: 'bedrock',
    method: 'iam',
    ...placeOfRow(row),
    accessKeyId: row.awsAccessKeyId ?? null,
    roleArn: row.awsRoleArn ?? null,
    externalId: row.awsExternalId ?? null,
  }),
  write: (credential) => ({
    awsMethod: 'iam',
    ...placeColumns(credential),
    awsAccessKeyId: credential.accessKeyId,
    awsRoleArn: credential.roleArn,
    awsExternalId: credential.externalId,
  }),
  readSecret: ({ find }) => ({
    method: 'iam',
    secretAccessKey: find('awsSecretAccessKey'),
    sessionToken: find('awsSessionToken'),
  }),
  writeSecret: ({ secretAccessKey, sessionToken }) => ({
    awsSecretAccessKey: secretAccessKey,
    awsSessionToken: sessionToken,
  }),
}

const KIND_ROWS = {
  'anthropic/api_key': anthropicApiKey,
  'anthropic/oauth': anthropicOAuth,
  'anthropic/workload_identity': anthropicWorkloadIdentity,
  'bedrock/api_key': bedrockApiKey,
  'bedrock/iam': bedrockIam,
} satisfies { [K in CredentialKind]: CredentialKindRow<K> }

export function kindRow(kind: CredentialKind): CredentialKindRow {
  return KIND_ROWS[kind] as CredentialKindRow
}

/** @throws Error for a row of no kind, which the constraints of the table rule out. */
export function kindRowOf(row: KindMarks): CredentialKindRow {
  const found = Object.values(KIND_ROWS).find(({ matches }) => matches(row))
  if (!found) throw new Error(`credential ${row.id} is of no known kind`)
  return found as CredentialKindRow
}

function federationOf(row: KindColumns): Federation {
  return {
    federationRuleId: row.federationRuleId ?? '',
    organizationId: row.federationOrganizationId ?? '',
    serviceAccountId: row.federationServiceAccountId ?? '',
    workspaceId: row.federationWorkspaceId ?? '',
  }
}

type Place = Pick<CredentialOf<'bedrock/iam'>, 'region' | 'surface' | 'geography'>

function placeOfRow({ awsRegion, awsSurface, awsGeography }: KindColumns): Place {
  return { region: awsRegion ?? '', surface: awsSurface ?? 'invoke', geography: awsGeography ?? 'auto' }
}

function placeColumns({ region, surface, geography }: Place) {
  return { awsRegion: region, awsSurface: surface, awsGeography: geography }
}
