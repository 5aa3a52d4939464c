import type { CreateCredential, SavedCredential } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { auditedCredential, credentialView } from './credential-view.ts'
import { checkEndpoint, type EndpointGuard } from './endpoint-guard.ts'
import { newCredential } from './new-credential.ts'
import type { FirstExchange } from '../oauth/federation/first-exchange.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

export interface CreateCredentialPorts {
  readonly transact: Transact
  readonly endpointGuard: EndpointGuard
  readonly firstExchange: FirstExchange
  readonly newId: () => string
  readonly now: () => Date
}

/** @throws DomainError `conflict` when the account id is taken, `invalid` for an endpoint that is not allowed. */
export async function createCredential(
  ports: CreateCredentialPorts,
  actor: Actor,
  input: CreateCredential,
): Promise<SavedCredential> {
  const { transact, endpointGuard, firstExchange, newId, now } = ports
  await checkEndpoint(endpointGuard, input.endpointUrl ?? null)
  const { credential, secret } = newCredential(input, newId(), now())
  await transact(async ({ credentials, audit }) => {
    await credentials.insert(credential, secret)
    await audit.append({
      actor,
      action: 'credential.create',
      target: { kind: 'credential', id: credential.id },
      before: null,
      after: auditedCredential(credential),
    })
  })
  const unavailable = firstExchange(credential)
  return {
    ...credentialView(credential, { health: null, projects: [], now: now() }),
    warnings: [
      ...kindModuleOf(credential).warnings(credential, secret, now()),
      ...(unavailable === null ? [] : [unavailable]),
    ],
  }
}
