// Which columns hold the secrets of each kind, and how they are sealed and opened.
import type { Credential, CredentialSecret } from '../../core/credentials/credential.ts'
import { Secret } from '../../core/vault/secret.ts'
import type { Vault } from '../../core/vault/vault.ts'
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
export const SECRET_FIELDS = Object.keys(SECRET_COLUMNS) as SecretProperty[]
export type SecretFields = Pick<CredentialRow, SecretProperty>

/** Named after the table a credential lives in, whatever it was called before it was adopted. */
export function placeOf(rowId: string, property: SecretProperty) {
  return { table: 'credentials', column: SECRET_COLUMNS[property], rowId }
}

export function sealSecret(
  vault: Vault,
  credential: Pick<Credential, 'id' | 'provider'>,
  secret: CredentialSecret,
): SecretFields {
  const seal = (property: SecretProperty, value: Secret) =>
    vault.seal(placeOf(credential.id, property), value)
  const none: SecretFields = {
    oauthAccessToken: null,
    oauthRefreshToken: null,
    anthropicApiKey: null,
    awsApiKey: null,
    awsSecretAccessKey: null,
    awsSessionToken: null,
  }
  if (secret.method === 'iam') {
    const { secretAccessKey, sessionToken } = secret
    return {
      ...none,
      awsSecretAccessKey: secretAccessKey && seal('awsSecretAccessKey', secretAccessKey),
      awsSessionToken: sessionToken && seal('awsSessionToken', sessionToken),
    }
  }
  if (secret.method === 'oauth') {
    return {
      ...none,
      oauthAccessToken: seal('oauthAccessToken', secret.accessToken),
      oauthRefreshToken: seal('oauthRefreshToken', secret.refreshToken),
    }
  }
  if (secret.method === 'workload_identity') {
    const { accessToken } = secret
    return { ...none, oauthAccessToken: accessToken && seal('oauthAccessToken', accessToken) }
  }
  const property = credential.provider === 'bedrock' ? 'awsApiKey' : 'anthropicApiKey'
  return { ...none, [property]: seal(property, secret.apiKey) }
}

type SealedRow = SecretFields & Pick<CredentialRow, 'id' | 'awsMethod' | 'federationRuleId'>

/** @throws Error when a value cannot be opened. Plain values of an adopted row are taken as they are. */
export function openSecret(vault: Vault, row: SealedRow): CredentialSecret {
  const open = (property: SecretProperty): Secret => {
    const value = row[property]
    if (value === null || value === undefined)
      throw new Error(`credential ${row.id} has no ${SECRET_COLUMNS[property]}`)
    return vault.isSealed(value) ? vault.open(placeOf(row.id, property), value) : new Secret(value)
  }
  if (row.awsMethod === 'iam') {
    return {
      method: 'iam',
      secretAccessKey: row.awsSecretAccessKey ? open('awsSecretAccessKey') : null,
      sessionToken: row.awsSessionToken ? open('awsSessionToken') : null,
    }
  }
  if (row.federationRuleId)
    return {
      method: 'workload_identity',
      accessToken: row.oauthAccessToken ? open('oauthAccessToken') : null,
    }
  if (row.awsApiKey) return { method: 'api_key', apiKey: open('awsApiKey') }
  if (row.anthropicApiKey) return { method: 'api_key', apiKey: open('anthropicApiKey') }
  return { method: 'oauth', accessToken: open('oauthAccessToken'), refreshToken: open('oauthRefreshToken') }
}
