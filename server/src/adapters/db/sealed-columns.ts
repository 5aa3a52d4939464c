// The columns that hold secrets, and how they are sealed and opened.
import type { Credential, CredentialSecret } from '../../core/credentials/credential.ts'
import { kindOf } from '../../core/credentials/kinds/kind-modules.ts'
import { Secret } from '../../core/vault/secret.ts'
import type { Vault } from '../../core/vault/vault.ts'
import {
  kindRow,
  kindRowOf,
  SECRET_COLUMNS,
  type KindMarks,
  type SecretProperty,
} from './credential-kind-rows.ts'
import type { CredentialRow } from './entities/credential-row.ts'

export const SECRET_FIELDS = Object.keys(SECRET_COLUMNS) as SecretProperty[]
export type SecretFields = Pick<CredentialRow, SecretProperty>

/** Named after the table a credential lives in, whatever it was called before it was adopted. */
export function placeOf(rowId: string, property: SecretProperty) {
  return { table: 'credentials', column: SECRET_COLUMNS[property], rowId }
}

export function sealSecret(vault: Vault, credential: Credential, secret: CredentialSecret): SecretFields {
  const values = kindRow(kindOf(credential)).writeSecret(secret)
  const seal = (property: SecretProperty) => {
    const value = values[property]
    return value ? vault.seal(placeOf(credential.id, property), value) : null
  }
  return {
    oauthAccessToken: seal('oauthAccessToken'),
    oauthRefreshToken: seal('oauthRefreshToken'),
    anthropicApiKey: seal('anthropicApiKey'),
    awsApiKey: seal('awsApiKey'),
    awsSecretAccessKey: seal('awsSecretAccessKey'),
    awsSessionToken: seal('awsSessionToken'),
  }
}

/** Fields that `openSecret` needs of a row. */
export const SEALED_ROW_FIELDS = [
  'id',
  'provider',
  'oauthExpiresAt',
  'federationRuleId',
  'awsMethod',
  ...SECRET_FIELDS,
] as const satisfies readonly (keyof SealedRow)[]

type SealedRow = SecretFields & KindMarks

/** @throws Error when a value cannot be opened. Plain values of an adopted row are taken as they are. */
export function openSecret(vault: Vault, row: SealedRow): CredentialSecret {
  const open = (property: SecretProperty, value: string): Secret =>
    vault.isSealed(value) ? vault.open(placeOf(row.id, property), value) : new Secret(value)
  return kindRowOf(row).readSecret({
    need(property) {
      const value = row[property]
      if (value === null || value === undefined)
        throw new Error(`credential ${row.id} has no ${SECRET_COLUMNS[property]}`)
      return open(property, value)
    },
    find(property) {
      const value = row[property]
      return value ? open(property, value) : null
    },
  })
}
