// From the fields of a form to what the API takes; checking is left to the contract.
import { formText } from '../../lib/form-text.ts'
import { fromLocalInput } from '../../lib/format-time.ts'
import type { CredentialKind } from './credential-kinds.ts'

/** Chosen in the list of regions to type one that is not in it. */
export const OTHER_REGION = 'other'

type Fields = Readonly<Record<string, string>>

export function readFields(form: HTMLFormElement): Fields {
  const data = new FormData(form)
  return Object.fromEntries([...data.keys()].map((name) => [name, formText(data, name).trim()]))
}

export function readDraft(kind: CredentialKind, fields: Fields): object {
  const { name, accountId, endpointUrl } = fields
  const common = { name, accountId, ...(endpointUrl ? { endpointUrl } : {}) }
  switch (kind) {
    case 'anthropic-api-key':
      return { provider: 'anthropic', method: 'api_key', ...common, ...readSecret('api_key', fields) }
    case 'anthropic-oauth':
      return { provider: 'anthropic', method: 'oauth', ...common, ...readSecret('oauth', fields) }
    case 'bedrock-api-key':
      return {
        provider: 'bedrock',
        method: 'api_key',
        ...common,
        ...readSecret('api_key', fields),
        ...readPlace(fields),
      }
  }
}

export function readSecret(method: 'api_key' | 'oauth', fields: Fields): object {
  if (method === 'api_key') return { apiKey: fields['apiKey'] }
  return {
    accessToken: fields['accessToken'],
    refreshToken: fields['refreshToken'],
    expiresAt: fromLocalInput(fields['expiresAt'] ?? '') ?? '',
    scopes: (fields['scopes'] ?? '').split(/[\s,]+/).filter(Boolean),
  }
}

export function readPlace(fields: Fields): object {
  const { region, otherRegion, geography } = fields
  return { region: region === OTHER_REGION ? otherRegion : region, geography }
}
