// From the fields of a form to what the API takes; checking is left to the contract.
import type { CredentialView } from '@headgate/shared/credentials'
import { formText } from '../../lib/form-text.ts'
import { fromLocalInput } from '../../lib/format-time.ts'
import { splitList } from '../../lib/split-list.ts'
import type { CredentialKind } from './credential-kinds.ts'

/** Chosen in the list of regions to type one that is not in it. */
export const OTHER_REGION = 'other'

/** Who signs for a credential of method `iam`: given keys, or the machine that the gateway runs on. */
export type SignerIdentity = 'keys' | 'machine'

type Fields = Readonly<Record<string, string>>

export function readFields(form: HTMLFormElement): Fields {
  const data = new FormData(form)
  return Object.fromEntries([...data.keys()].map((name) => [name, formText(data, name).trim()]))
}

export function readDraft(kind: CredentialKind, fields: Fields): object {
  const { name, accountId, endpointUrl } = fields
  const common = { name, accountId, ...(endpointUrl ? { endpointUrl } : {}) }
  const bedrock = { provider: 'bedrock', ...common, ...readPlace(fields) }
  switch (kind) {
    case 'anthropic-api-key':
      return { provider: 'anthropic', method: 'api_key', ...common, ...readSecret('api_key', fields) }
    case 'anthropic-oauth':
      return { provider: 'anthropic', method: 'oauth', ...common, ...readSecret('oauth', fields) }
    case 'anthropic-workload-identity':
      return {
        provider: 'anthropic',
        method: 'workload_identity',
        ...common,
        ...readSecret('workload_identity', fields),
      }
    case 'bedrock-api-key':
      return { ...bedrock, method: 'api_key', ...readSecret('api_key', fields) }
    case 'bedrock-iam':
      return { ...bedrock, method: 'iam', ...readSecret('iam', fields) }
  }
}

export function readSecret(method: CredentialView['method'], fields: Fields): object {
  switch (method) {
    case 'api_key':
      return { apiKey: fields['apiKey'], ...readKeyExpiry(fields) }
    case 'oauth':
      return {
        accessToken: fields['accessToken'],
        refreshToken: fields['refreshToken'],
        expiresAt: fromLocalInput(fields['expiresAt'] ?? '') ?? '',
        scopes: splitList(fields['scopes'] ?? ''),
      }
    case 'workload_identity': {
      const { federationRuleId, organizationId, serviceAccountId, workspaceId } = fields
      return { federationRuleId, organizationId, serviceAccountId, workspaceId: workspaceId || 'default' }
    }
    case 'iam':
      return { ...readSigner(fields), ...filled(fields, ['roleArn', 'externalId']) }
  }
}

/** Only Bedrock's form has the field. */
function readKeyExpiry(fields: Fields): object {
  const text = fields['keyExpiresAt']
  return text ? { expiresAt: fromLocalInput(text) ?? '' } : {}
}

/** Keys that were asked for and not typed stay as empty texts: left out, they would mean the machine's identity. */
function readSigner(fields: Fields): object {
  const identity: SignerIdentity = fields['identity'] === 'machine' ? 'machine' : 'keys'
  if (identity === 'machine') return {}
  const { accessKeyId, secretAccessKey } = fields
  return { accessKeyId, secretAccessKey, ...filled(fields, ['sessionToken']) }
}

function filled(fields: Fields, names: readonly string[]): object {
  return Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])))
}

/** The geography is not in the form where the surface has none. */
export function readPlace(fields: Fields): object {
  const { region, otherRegion } = fields
  return {
    region: region === OTHER_REGION ? otherRegion : region,
    ...filled(fields, ['surface', 'geography']),
  }
}

/** Whether a new secret is to be stored untried. */
export function readForce(fields: Readonly<Record<string, string>>): { force?: true } {
  return fields['force'] ? { force: true } : {}
}

/** In a rotation an empty field takes the role away. */
export function readRole(fields: Readonly<Record<string, string>>): { roleArn: string | null } {
  return { roleArn: fields['roleArn']?.trim() || null }
}
