import type { CredentialView } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { HealthBook } from '../routing/health-book.ts'
import { viewStored } from './view-stored.ts'

export interface ClearCooldownPorts {
  readonly transact: Transact
  readonly health: Pick<HealthBook, 'get' | 'forget'>
  readonly now: () => Date
}

/** Clears a cooldown or rejection, so that the credential takes its place in the pool again. */
export async function clearCooldown(
  ports: ClearCooldownPorts,
  actor: Actor,
  { id }: { id: string },
): Promise<CredentialView> {
  const { transact, health, now } = ports
  const view = await transact(async ({ credentials, audit }) => {
    const stored = required(await credentials.get(id), 'The credential')
    const noted = health.get(id)
    await credentials.forgetRefreshProblem(id)
    await audit.append({
      actor,
      action: 'credential.clear_cooldown',
      target: { kind: 'credential', id },
      before: noted && { state: noted.state, reason: noted.reason, until: noted.until.toISOString() },
      after: null,
    })
    return viewStored(credentials, stored, () => null, now())
  })
  await health.forget(id)
  return view
}
