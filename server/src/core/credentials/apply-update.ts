// What an update request makes of a credential, before anything is stored.
import type { UpdateCredential } from '@headgate/shared/credentials'
import { DomainError } from '../admin/domain-error.ts'
import type { Credential } from './credential.ts'
import { withSecret, type NewCredential } from './new-credential.ts'

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
  if (input.secret === undefined) return { credential: moved, secret: null }
  const renewed = withSecret(moved, input.secret, now)
  if (!renewed)
    throw new DomainError('invalid', `secret: does not fit a credential with method ${stored.method}.`)
  return renewed
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
