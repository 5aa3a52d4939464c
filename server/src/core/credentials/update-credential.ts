import type { SavedCredential, UpdateCredential } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { applyUpdate } from './apply-update.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { auditedCredential } from './credential-view.ts'
import type { EndpointGuard } from './endpoint-guard.ts'
import { secretWarnings } from './secret-warnings.ts'
import { viewStored, type HealthOf } from './view-stored.ts'

export interface UpdateCredentialDeps {
  readonly transact: Transact
  readonly endpointGuard: EndpointGuard
  readonly healthOf: HealthOf
  readonly now: () => Date
}

/** @throws DomainError `not_found`; `invalid` when the change does not fit or the endpoint is not allowed. */
export function makeUpdateCredential({ transact, endpointGuard, healthOf, now }: UpdateCredentialDeps) {
  return async function updateCredential(actor: Actor, input: UpdateCredential): Promise<SavedCredential> {
    await checkEndpoint(endpointGuard, input.endpointUrl ?? null)
    return transact(async ({ credentials, audit }) => {
      const stored = required(await credentials.get(input.id), 'The credential')
      const { credential, secret } = applyUpdate(stored, input, now())
      await credentials.update(credential, secret)
      if (secret) await credentials.forgetHealth(credential.id)
      await audit.append({
        actor,
        action: 'credential.update',
        target: { kind: 'credential', id: credential.id },
        before: auditedCredential(stored),
        after: { ...auditedCredential(credential), secretChanged: secret !== null },
      })
      return {
        ...(await viewStored(credentials, credential, secret ? () => null : healthOf, now())),
        warnings: secret ? secretWarnings(credential, secret, now()) : [],
      }
    })
  }
}
