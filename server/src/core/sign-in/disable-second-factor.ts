import type { DisableSecondFactor } from '@headgate/shared/sessions'
import type { PersonActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { chargeCodeGuess, codeGuessesAt } from './charge-code-guess.ts'
import { confirmPassword, type ConfirmPasswordDeps } from './confirm-password.ts'
import type { GuessLimit } from './guess-limit.ts'
import { noteSecondFactor } from './note-second-factor.ts'
import type { CodeDeps } from './second-factor-code.ts'
import { useSecondFactor } from './use-second-factor.ts'

export interface DisableSecondFactorDeps extends ConfirmPasswordDeps, CodeDeps {
  readonly transact: Transact
  readonly guessLimit: GuessLimit
  readonly now: () => Date
}

/**
 * Takes the second factor itself as well, or a recovery code: whoever has the password and an open session has not got it.
 * @throws DomainError `forbidden` for a wrong password, `invalid` for a wrong code, `conflict` when it is off.
 */
export function makeDisableSecondFactor(deps: DisableSecondFactorDeps) {
  return async function disableSecondFactor(
    actor: PersonActor,
    { password, code }: DisableSecondFactor,
  ): Promise<{ ended: number }> {
    const { id, address } = actor
    await confirmPassword(deps, id, password)
    if (code !== undefined) await chargeCodeGuess(deps.guessLimit, id)
    const disabled = await deps.transact(async (stores) => {
      const factor = await stores.secondFactors.get(id)
      if (factor === null) throw new DomainError('conflict', 'The second factor is off.')
      if (factor.confirmedAt !== null) {
        if (code === undefined)
          throw new DomainError('invalid', 'code: is needed, of the authenticator or a recovery code')
        if (!(await useSecondFactor(stores, deps, { userId: id, address }, code, deps.now())))
          throw new DomainError('invalid', WRONG_CODE, { reason: 'wrong_code' })
      }
      await stores.secondFactors.remove(id)
      const ended = await stores.sessions.endAll(id, actor.sessionId)
      await noteSecondFactor(stores, actor, 'user.disable_second_factor', { endedSessions: ended })
      return { ended }
    })
    if (code !== undefined) await deps.guessLimit.clear(codeGuessesAt(id))
    return disabled
  }
}

const WRONG_CODE = 'code: is neither the one that the authenticator shows now nor a recovery code'
