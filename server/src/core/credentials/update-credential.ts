import type { SavedCredential, UpdateCredential } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { applyUpdate } from './apply-update.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { auditedCredential } from './credential-view.ts'
import type { EndpointGuard } from './endpoint-guard.ts'
import { secretWarnings } from './secret-warnings.ts'
import type { FirstExchange } from '../oauth/first-exchange.ts'
import type { HealthBook } from '../routing/health-book.ts'
import { viewStored } from './view-stored.ts'

export interface UpdateCredentialDeps {
  readonly transact: Transact
  readonly endpointGuard: EndpointGuard
  readonly firstExchange: FirstExchange
  readonly health: Pick<HealthBook, 'get' | 'forget'>
  readonly now: () => Date
}

/** @throws DomainError `not_found`; `invalid` when the change does not fit or the endpoint is not allowed. */
export function makeUpdateCredential(deps: UpdateCredentialDeps) {
  const { transact, endpointGuard, firstExchange, health, now } = deps
  return async function updateCredential(actor: Actor, input: UpdateCredential): Promise<SavedCredential> {
    await checkEndpoint(endpointGuard, input.endpointUrl ?? null)
    const { credential, view } = await transact(async ({ credentials, audit }) => {
      const stored = required(await credentials.get(input.id), 'The credential')
      const { credential, secret } = applyUpdate(stored, input, now())
      await credentials.update(credential, secret)
      await audit.append({
        actor,
        action: 'credential.update',
        target: { kind: 'credential', id: credential.id },
        before: auditedCredential(stored),
        after: { ...auditedCredential(credential), secretChanged: secret !== null },
      })
      const viewed = await viewStored(credentials, credential, secret ? () => null : health.get, now())
      const view = { ...viewed, warnings: secret ? secretWarnings(credential, secret, now()) : [] }
      return { credential, view }
    })
    if (input.secret === undefined) return view
    await health.forget(input.id)
    firstExchange(credential)
    return view
  }
}
