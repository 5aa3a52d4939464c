import type { RotateCredential, SavedCredential } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import type { HealthBook } from '../routing/health-book.ts'
import { auditedCredential } from './credential-view.ts'
import type { FirstExchange } from '../oauth/federation/first-exchange.ts'
import type { Credential } from './credential.ts'
import type { NewCredential } from './kinds/credential-kind.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'
import { withSecret } from './new-credential.ts'
import { keepTried, workingSecret, type TrySecretPorts } from './try-secret.ts'
import { viewStored } from './view-stored.ts'

export interface RotateCredentialPorts extends TrySecretPorts {
  readonly read: ReadStores
  readonly firstExchange: FirstExchange
  readonly health: Pick<HealthBook, 'forget'>
}

/**
 * Replaces the secret in place, once the new one has answered a small message, and forgets what was held against the
 * old one. With `force` it is not tried. @throws DomainError; nothing is changed then.
 */
export async function rotateCredential(
  ports: RotateCredentialPorts,
  actor: Actor,
  input: RotateCredential,
): Promise<SavedCredential> {
  const { transact, read, firstExchange, health, now } = ports
  const { model, force = false } = input
  const found = await read(({ credentials }) => credentials.get(input.id))
  const untried = renewed(required(found, 'The credential'), input, now())
  const tried = force ? null : await workingSecret(ports, actor, 'credential.rotate_rejected', untried, model)
  const { credential, view } = await transact(async ({ credentials, audit }) => {
    const stored = required(await credentials.get(input.id), 'The credential')
    const changed = renewed(stored, input, now())
    const { credential, secret } = tried ? keepTried(tried, changed) : changed
    await credentials.update(credential, secret)
    await audit.append({
      actor,
      action: 'credential.rotate',
      target: { kind: 'credential', id: credential.id },
      before: auditedCredential(stored),
      after: { ...auditedCredential(credential), tried: !force },
    })
    const warnings = kindModuleOf(credential).warnings(credential, secret, now())
    const view = { ...(await viewStored(credentials, credential, () => null, now())), warnings }
    return { credential, view }
  })
  await health.forget(input.id)
  firstExchange(credential)
  return view
}

function renewed(stored: Credential, input: RotateCredential, now: Date): NewCredential {
  const result = withSecret(stored, input, now)
  if (!result) throw new DomainError('invalid', `method: the credential uses ${stored.method}.`)
  return result
}
