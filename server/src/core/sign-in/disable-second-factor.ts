import type { WithPassword } from '@headgate/shared/sessions'
import type { PersonActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { confirmPassword, type ConfirmPasswordDeps } from './confirm-password.ts'
import { noteSecondFactor } from './note-second-factor.ts'

export interface DisableSecondFactorDeps extends ConfirmPasswordDeps {
  readonly transact: Transact
}

/** @throws DomainError `forbidden` for a wrong password, `conflict` when it is off. */
export function makeDisableSecondFactor(deps: DisableSecondFactorDeps) {
  return async function disableSecondFactor(
    actor: PersonActor,
    { password }: WithPassword,
  ): Promise<{ ended: number }> {
    const { id } = actor
    await confirmPassword(deps, id, password)
    return deps.transact(async (stores) => {
      if ((await stores.secondFactors.get(id)) === null)
        throw new DomainError('conflict', 'The second factor is off.')
      await stores.secondFactors.remove(id)
      const ended = await stores.sessions.endAll(id, actor.sessionId)
      await noteSecondFactor(stores, actor, 'user.disable_second_factor', { endedSessions: ended })
      return { ended }
    })
  }
}
