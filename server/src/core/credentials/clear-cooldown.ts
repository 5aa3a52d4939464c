import type { CredentialView } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { viewStored, type HealthOf } from './view-stored.ts'

export interface ClearCooldownDeps {
  readonly transact: Transact
  readonly healthOf: HealthOf
  readonly now: () => Date
}

/** The operator knows better: a cooling or rejected credential takes its place in the pool again. */
export function makeClearCooldown({ transact, healthOf, now }: ClearCooldownDeps) {
  return async function clearCooldown(actor: Actor, { id }: { id: string }): Promise<CredentialView> {
    return transact(async ({ credentials, audit }) => {
      const stored = required(await credentials.get(id), 'The credential')
      const health = healthOf(id)
      await credentials.forgetHealth(id)
      await audit.append({
        actor,
        action: 'credential.clear_cooldown',
        target: { kind: 'credential', id },
        before: health && { state: health.state, reason: health.reason, until: health.until.toISOString() },
        after: null,
      })
      return viewStored(credentials, stored, () => null, now())
    })
  }
}
