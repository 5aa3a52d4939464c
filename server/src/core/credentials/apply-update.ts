// Applies an update request to a credential, before anything is stored.
import type { UpdateCredential } from '@headgate/shared/credentials'
import { DomainError } from '../admin/domain-error.ts'
import type { Credential } from './credential.ts'
import type { NewCredential, NewSecret } from './kinds/credential-kind.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'
import { withSecret } from './new-credential.ts'

export interface UpdatedCredential {
  readonly credential: Credential
  /** New secret; null when the stored one stays. */
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
  const next = input.secret === undefined ? null : withSecret(renamed, newSecret(input.secret), now)
  if (next === null && input.secret !== undefined)
    throw new DomainError('invalid', `secret: does not fit a credential with method ${stored.method}.`)
  const credential = kindModuleOf(stored).change(stored, next?.credential ?? renamed, input, now)
  return { credential, secret: next?.secret ?? null }
}

/** An update names the whole identity: a role that is left out is removed, other than by a rotation. */
function newSecret(secret: NonNullable<UpdateCredential['secret']>): NewSecret {
  if ('apiKey' in secret) return { method: 'api_key', ...secret }
  if ('accessToken' in secret) return { method: 'oauth', ...secret }
  switch (secret.method) {
    case 'iam':
      return { ...secret, roleArn: secret.roleArn ?? null }
    case 'workload_identity':
      return secret
  }
}
