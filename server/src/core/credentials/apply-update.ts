// What an update request makes of a credential, before anything is stored.
import type { UpdateCredential } from '@headgate/shared/credentials'
import { DomainError } from '../admin/domain-error.ts'
import { bedrockKeyKind } from './bedrock-key.ts'
import type { BedrockApiKeyCredential, Credential } from './credential.ts'
import { enteredExpiry, EXPIRY_OF_OTHERS, withSecret, type NewCredential } from './new-credential.ts'

export interface UpdatedCredential {
  readonly credential: Credential
  /** Null when the stored secret stays. */
  readonly secret: NewCredential['secret'] | null
}

/** @throws DomainError `invalid` when the request does not fit the credential's kind. */
export function applyUpdate(stored: Credential, input: UpdateCredential, now: Date): UpdatedCredential {
  const renamed: Credential = {
    ...stored,
    name: input.name ?? stored.name,
    enabled: input.enabled ?? stored.enabled,
    endpointUrl: input.endpointUrl === undefined ? stored.endpointUrl : input.endpointUrl,
    updatedAt: now,
  }
  if (renamed.endpointUrl !== stored.endpointUrl && input.secret === undefined) {
    throw new DomainError('invalid', 'endpointUrl: changing the address needs the secret again.')
  }
  const moved = placed(renamed, input)
  if (input.secret === undefined) return { credential: dated(moved, input, now), secret: null }
  const renewed = withSecret(moved, input.secret, now)
  if (!renewed)
    throw new DomainError('invalid', `secret: does not fit a credential with method ${stored.method}.`)
  return { ...renewed, credential: dated(sameEnd(stored, renewed.credential), input, now) }
}

/** The same key, entered again for another address, ends when it did. */
function sameEnd(stored: Credential, renewed: Credential): Credential {
  if (!isBedrockKey(stored) || !isBedrockKey(renewed)) return renewed
  const isSame = stored.keyPreview === renewed.keyPreview && renewed.expiresAt === null
  return isSame ? { ...renewed, expiresAt: stored.expiresAt } : renewed
}

function isBedrockKey(credential: Credential): credential is BedrockApiKeyCredential {
  return credential.provider === 'bedrock' && credential.method === 'api_key'
}

function dated(credential: Credential, { expiresAt }: UpdateCredential, now: Date): Credential {
  if (expiresAt === undefined) return credential
  if (!isBedrockKey(credential)) throw new DomainError('invalid', EXPIRY_OF_OTHERS)
  if (bedrockKeyKind(credential.keyPreview) === 'short_term')
    throw new DomainError('invalid', 'expiresAt: a short-term key tells when it ends.')
  return { ...credential, expiresAt: expiresAt === null ? null : enteredExpiry(expiresAt, now) }
}

function placed(credential: Credential, { region, geography, surface }: UpdateCredential): Credential {
  if (region === undefined && geography === undefined && surface === undefined) return credential
  if (credential.provider !== 'bedrock') {
    throw new DomainError('invalid', 'region, geography and surface belong to Bedrock credentials.')
  }
  return {
    ...credential,
    region: region ?? credential.region,
    geography: geography ?? credential.geography,
    surface: surface ?? credential.surface,
  }
}
