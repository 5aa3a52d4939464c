// From a create request to a credential and its secret.
import type { CreateCredential } from '@headgate/shared/credentials'
import { readShortTermKey } from './bedrock-key.ts'
import { Secret, type Credential, type CredentialSecret } from './credential.ts'
import { keyPreview } from './key-preview.ts'

export interface NewCredential {
  readonly credential: Credential
  readonly secret: CredentialSecret
}

export function newCredential(input: CreateCredential, id: string, now: Date): NewCredential {
  const base = {
    id,
    accountId: input.accountId,
    name: input.name,
    endpointUrl: input.endpointUrl ?? null,
    enabled: true,
    createdAt: now,
    updatedAt: now,
  }
  if (input.provider === 'bedrock') {
    const { apiKey, region, surface, geography } = input
    return {
      credential: {
        ...base,
        provider: 'bedrock',
        method: 'api_key',
        region,
        surface,
        geography,
        ...keyFacts(apiKey),
      },
      secret: { method: 'api_key', apiKey: new Secret(apiKey) },
    }
  }
  if (input.method === 'api_key') {
    return {
      credential: { ...base, provider: 'anthropic', method: 'api_key', keyPreview: keyPreview(input.apiKey) },
      secret: { method: 'api_key', apiKey: new Secret(input.apiKey) },
    }
  }
  return {
    credential: {
      ...base,
      provider: 'anthropic',
      method: 'oauth',
      expiresAt: new Date(input.expiresAt),
      scopes: input.scopes,
      lastRefreshAt: null,
      subscription: false,
    },
    secret: {
      method: 'oauth',
      accessToken: new Secret(input.accessToken),
      refreshToken: new Secret(input.refreshToken),
    },
  }
}

/** The new secret of a rotation. */
export type NewSecret =
  | { readonly apiKey: string }
  | {
      readonly accessToken: string
      readonly refreshToken: string
      readonly expiresAt: string
      readonly scopes: readonly string[]
    }

/** The same credential with another secret of the same method; null when the methods differ. */
export function withSecret(credential: Credential, input: NewSecret, now: Date): NewCredential | null {
  if ('apiKey' in input) {
    if (credential.method !== 'api_key') return null
    const secret: CredentialSecret = { method: 'api_key', apiKey: new Secret(input.apiKey) }
    return credential.provider === 'bedrock'
      ? { credential: { ...credential, ...keyFacts(input.apiKey), updatedAt: now }, secret }
      : { credential: { ...credential, keyPreview: keyPreview(input.apiKey), updatedAt: now }, secret }
  }
  if (credential.method !== 'oauth') return null
  return {
    credential: { ...credential, expiresAt: new Date(input.expiresAt), scopes: input.scopes, updatedAt: now },
    secret: {
      method: 'oauth',
      accessToken: new Secret(input.accessToken),
      refreshToken: new Secret(input.refreshToken),
    },
  }
}

function keyFacts(apiKey: string): { keyPreview: string; expiresAt: Date | null } {
  return { keyPreview: keyPreview(apiKey), expiresAt: readShortTermKey(apiKey)?.expiresAt ?? null }
}
