// From a create request to a credential and its secret.
import type { CreateCredential } from '@headgate/shared/credentials'
import { DomainError } from '../admin/domain-error.ts'
import { readShortTermKey } from './bedrock-key.ts'
import type { Credential, CredentialSecret, Federation } from './credential.ts'
import { Secret } from '../vault/secret.ts'
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
    const { region, surface, geography } = input
    const place = { ...base, provider: 'bedrock', region, surface, geography } as const
    if (input.method === 'iam') {
      return { credential: { ...place, method: 'iam', ...iamFacts(input) }, secret: iamSecret(input) }
    }
    return {
      credential: { ...place, method: 'api_key', ...keyFacts(input, now) },
      secret: { method: 'api_key', apiKey: new Secret(input.apiKey) },
    }
  }
  if (input.method === 'api_key') {
    return {
      credential: { ...base, provider: 'anthropic', method: 'api_key', keyPreview: keyPreview(input.apiKey) },
      secret: { method: 'api_key', apiKey: new Secret(input.apiKey) },
    }
  }
  if (input.method === 'workload_identity') {
    return {
      credential: { ...base, provider: 'anthropic', method: 'workload_identity', ...federationFacts(input) },
      secret: UNEXCHANGED,
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

export const EXPIRY_OF_OTHERS = 'expiresAt: is entered for Bedrock API keys only.'

/** The new secret of a rotation. */
export type NewSecret =
  | KeyInput
  | ({ readonly method: 'iam' } & IamInput)
  | Federation
  | {
      readonly accessToken: string
      readonly refreshToken: string
      readonly expiresAt: string
      readonly scopes: readonly string[]
    }

interface KeyInput {
  readonly apiKey: string
  /** For keys that do not tell. */
  readonly expiresAt?: string | undefined
}

interface IamInput {
  readonly accessKeyId?: string | undefined
  readonly secretAccessKey?: string | undefined
  readonly sessionToken?: string | undefined
  readonly roleArn?: string | undefined
  readonly externalId?: string | undefined
}

/** The same credential with another secret of the same method; null when the methods differ. */
export function withSecret(credential: Credential, input: NewSecret, now: Date): NewCredential | null {
  if ('apiKey' in input) {
    if (credential.method !== 'api_key') return null
    const secret: CredentialSecret = { method: 'api_key', apiKey: new Secret(input.apiKey) }
    if (credential.provider === 'bedrock')
      return { credential: { ...credential, ...keyFacts(input, now), updatedAt: now }, secret }
    if (input.expiresAt !== undefined) throw new DomainError('invalid', EXPIRY_OF_OTHERS)
    return { credential: { ...credential, keyPreview: keyPreview(input.apiKey), updatedAt: now }, secret }
  }
  if ('federationRuleId' in input) {
    if (credential.method !== 'workload_identity') return null
    return { credential: { ...credential, ...federationFacts(input), updatedAt: now }, secret: UNEXCHANGED }
  }
  if (!('accessToken' in input)) {
    if (credential.method !== 'iam') return null
    return { credential: { ...credential, ...iamFacts(input), updatedAt: now }, secret: iamSecret(input) }
  }
  if (credential.method !== 'oauth') return null
  return {
    credential: {
      ...credential,
      expiresAt: new Date(input.expiresAt),
      scopes: input.scopes,
      // Of the old one: how long the new one lives is told by its own renewals.
      lastRefreshAt: null,
      updatedAt: now,
    },
    secret: {
      method: 'oauth',
      accessToken: new Secret(input.accessToken),
      refreshToken: new Secret(input.refreshToken),
    },
  }
}

function iamFacts({ accessKeyId, roleArn, externalId }: IamInput) {
  return { accessKeyId: accessKeyId ?? null, roleArn: roleArn ?? null, externalId: externalId ?? null }
}

function iamSecret({ secretAccessKey, sessionToken }: IamInput): CredentialSecret {
  const secret = (value: string | undefined) => (value === undefined ? null : new Secret(value))
  return { method: 'iam', secretAccessKey: secret(secretAccessKey), sessionToken: secret(sessionToken) }
}

const UNEXCHANGED: CredentialSecret = { method: 'workload_identity', accessToken: null }

/** Without an access token: those of another federation are of no use. */
function federationFacts({ federationRuleId, organizationId, serviceAccountId, workspaceId }: Federation) {
  const ids = { federationRuleId, organizationId, serviceAccountId, workspaceId }
  return { ...ids, expiresAt: null, scopes: [], lastRefreshAt: null }
}

function keyFacts(
  { apiKey, expiresAt }: KeyInput,
  now: Date,
): { keyPreview: string; expiresAt: Date | null } {
  const entered = expiresAt === undefined ? null : enteredExpiry(expiresAt, now)
  return { keyPreview: keyPreview(apiKey), expiresAt: readShortTermKey(apiKey)?.expiresAt ?? entered }
}

/** @throws DomainError `invalid` for a moment that is over: most likely a slip. */
export function enteredExpiry(expiresAt: string, now: Date): Date {
  const at = new Date(expiresAt)
  if (at <= now) throw new DomainError('invalid', 'expiresAt: is in the past.')
  return at
}
