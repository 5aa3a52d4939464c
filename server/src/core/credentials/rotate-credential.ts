import type { RotateCredential, SavedCredential } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { auditedCredential } from './credential-view.ts'
import type { HealthBook } from '../routing/health-book.ts'
import { withSecret } from './new-credential.ts'
import { secretWarnings } from './secret-warnings.ts'
import { viewStored } from './view-stored.ts'

export interface RotateCredentialDeps {
  readonly transact: Transact
  readonly health: Pick<HealthBook, 'forget'>
  readonly now: () => Date
}

/** Replaces the secret in place and forgets what was held against the old one. @throws DomainError `not_found`, `invalid`. */
export function makeRotateCredential({ transact, health, now }: RotateCredentialDeps) {
  return async function rotateCredential(actor: Actor, input: RotateCredential): Promise<SavedCredential> {
    const saved = await transact(async ({ credentials, audit }) => {
      const stored = required(await credentials.get(input.id), 'The credential')
      const renewed = stored.method === input.method ? withSecret(stored, input, now()) : null
      if (!renewed) throw new DomainError('invalid', `method: the credential uses ${stored.method}.`)
      const { credential, secret } = renewed
      await credentials.update(credential, secret)
      await audit.append({
        actor,
        action: 'credential.rotate',
        target: { kind: 'credential', id: credential.id },
        before: auditedCredential(stored),
        after: auditedCredential(credential),
      })
      return {
        ...(await viewStored(credentials, credential, () => null, now())),
        warnings: secretWarnings(credential, secret, now()),
      }
    })
    await health.forget(input.id)
    return saved
  }
}
