// Table `credentials`: every kind in one table, kept apart by CHECK constraints. Secrets are sealed envelopes.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import type { Geography, Provider, Surface } from '@headgate/shared/providers'

const NO_OAUTH = `oauth_access_token is null and oauth_refresh_token is null and oauth_expires_at is null
  and oauth_scopes is null and last_refresh_at is null and not oauth_is_max`
const NO_FEDERATION = `federation_rule_id is null and federation_organization_id is null
  and federation_service_account_id is null and federation_workspace_id is null`
const FEDERATION = `federation_rule_id <> '' and federation_organization_id <> ''
  and federation_service_account_id <> '' and federation_workspace_id <> ''
  and federation_rule_id is not null and federation_organization_id is not null
  and federation_service_account_id is not null and federation_workspace_id is not null`
const NO_IAM = `aws_access_key_id is null and aws_secret_access_key is null and aws_session_token is null
  and aws_role_arn is null and aws_external_id is null`
const NO_AWS = `aws_method is null and aws_api_key is null and aws_region is null and aws_surface is null
  and aws_geography is null and ${NO_IAM}`

export const CredentialRow = defineEntity({
  name: 'CredentialRow',
  tableName: 'credentials',
  indexes: [{ name: 'idx_credentials_account_id', properties: ['accountId'] }],
  // The name PostgreSQL gave the constraint when the table still had its first name.
  uniques: [{ name: 'anthropic_credentials_account_id_key', properties: ['accountId'] }],
  checks: [
    { name: 'credentials_provider_check', expression: `provider in ('anthropic', 'bedrock')` },
    {
      name: 'credentials_anthropic_check',
      expression: `provider <> 'anthropic' or (${NO_AWS} and key_expires_at is null and (
        (anthropic_api_key is not null and ${NO_OAUTH} and ${NO_FEDERATION})
        or (anthropic_api_key is null and key_preview is null and oauth_scopes is not null and (
          (${NO_FEDERATION} and oauth_access_token is not null and oauth_refresh_token is not null
            and oauth_expires_at is not null)
          or (${FEDERATION} and oauth_refresh_token is null and not oauth_is_max
            and (oauth_access_token is null) = (oauth_expires_at is null))))))`,
    },
    {
      name: 'credentials_bedrock_check',
      expression: `provider <> 'bedrock' or (${NO_OAUTH} and ${NO_FEDERATION} and anthropic_api_key is null
        and aws_region is not null and aws_region <> '' and aws_method is not null and (
          (aws_method = 'api_key' and aws_api_key is not null and ${NO_IAM})
          or (aws_method = 'iam' and aws_api_key is null and key_preview is null and key_expires_at is null
            and (aws_access_key_id is null) = (aws_secret_access_key is null)
            and (aws_session_token is null or aws_access_key_id is not null)
            and (aws_external_id is null or aws_role_arn is not null))))`,
    },
    { name: 'credentials_aws_method_check', expression: `aws_method in ('api_key', 'iam')` },
    {
      name: 'credentials_secrets_check',
      expression: `anthropic_api_key <> '' and aws_api_key <> '' and aws_secret_access_key <> '' and aws_session_token <> ''`,
    },
    { name: 'credentials_aws_surface_check', expression: `aws_surface in ('invoke', 'messages', 'mantle')` },
    {
      name: 'credentials_aws_geography_check',
      expression: `aws_geography in ('auto', 'global', 'us', 'eu', 'apac', 'jp', 'au', 'us-gov', 'none')`,
    },
  ],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    accountId: p.string().length(255),
    accountName: p.string().length(255),
    provider: p.text().$type<Provider>(),
    oauthAccessToken: p.text().nullable(),
    oauthRefreshToken: p.text().nullable(),
    oauthExpiresAt: p.datetime().nullable(),
    oauthScopes: p.array().nullable(),
    oauthIsMax: p.boolean().default(false),
    lastRefreshAt: p.datetime().nullable(),
    federationRuleId: p.string().length(255).nullable(),
    federationOrganizationId: p.string().length(255).nullable(),
    federationServiceAccountId: p.string().length(255).nullable(),
    federationWorkspaceId: p.string().length(255).nullable(),
    anthropicApiKey: p.text().nullable(),
    awsApiKey: p.text().nullable(),
    awsMethod: p.text().$type<'api_key' | 'iam'>().nullable(),
    awsAccessKeyId: p.string().length(128).nullable(),
    awsSecretAccessKey: p.text().nullable(),
    awsSessionToken: p.text().nullable(),
    awsRoleArn: p.string().length(2048).nullable(),
    awsExternalId: p.string().length(1224).nullable(),
    awsRegion: p.string().length(64).nullable(),
    awsSurface: p.text().$type<Surface>().nullable(),
    awsGeography: p.text().$type<Geography>().nullable(),
    keyPreview: p.string().length(64).nullable(),
    keyExpiresAt: p.datetime().nullable(),
    endpointUrl: p.text().nullable(),
    enabled: p.boolean().default(true),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
})
export type CredentialRow = InferEntity<typeof CredentialRow>
