// From what an operator enters to a credential and its secret.
import type { CreateCredential } from '@headgate/shared/credentials'
import type { Credential } from './credential.ts'
import type { NewCredential, NewSecret } from './kinds/credential-kind.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

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
  return kindModuleOf(input).create(base, input, now)
}

/** The same credential with another secret of the same method; null when the methods differ. */
export function withSecret(credential: Credential, input: NewSecret, now: Date): NewCredential | null {
  return credential.method === input.method ? kindModuleOf(credential).rotate(credential, input, now) : null
}
