import type { PersonActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { GuessLimit } from './guess-limit.ts'
import { noteSecondFactor } from './note-second-factor.ts'
import { codeGuesses, plainCode, stepOfCode, type CodeDeps } from './second-factor-code.ts'

export interface ConfirmSecondFactorDeps extends Pick<CodeDeps, 'totp' | 'equalTexts' | 'digest'> {
  readonly transact: Transact
  readonly guessLimit: GuessLimit
  /** 160 random bits in base 32. */
  readonly randomBase32: () => string
  readonly now: () => Date
}

const RECOVERY_CODES = 10

/**
 * It counts from this first code on, which shows that the authenticator has the secret.
 * @returns recovery codes, this once. @throws DomainError `invalid` for a wrong code.
 */
export function makeConfirmSecondFactor(deps: ConfirmSecondFactorDeps) {
  const { transact, guessLimit, digest, randomBase32, now } = deps
  return async function confirmSecondFactor(
    actor: PersonActor,
    { code }: { code: string },
  ): Promise<{ recoveryCodes: string[] }> {
    const { id } = actor
    const guesses = codeGuesses(id)
    if ((await guessLimit.charge(guesses)) !== null)
      throw new DomainError('forbidden', 'Too many wrong codes. Wait a few minutes and try again.')
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () =>
      randomBase32()
        .slice(0, 12)
        .toLowerCase()
        .replace(/(.{4})(.{4})/, '$1-$2-'),
    )
    await transact(async (stores) => {
      const factor = await stores.secondFactors.get(id)
      if (factor === null || factor.confirmedAt !== null)
        throw new DomainError('conflict', 'There is nothing to confirm. Begin again.')
      const step = stepOfCode(deps, factor, plainCode(code), now())
      if (step === null)
        throw new DomainError('invalid', 'code: is not the one that the authenticator shows now')
      const recoveryDigests = recoveryCodes.map((one) => digest(plainCode(one)))
      await stores.secondFactors.put(
        { ...factor, confirmedAt: now(), lastStep: step, recoveryDigests },
        now(),
      )
      await stores.sessions.endAll(id, actor.sessionId)
      await noteSecondFactor(stores, actor, 'user.enable_second_factor', {
        recoveryCodesLeft: RECOVERY_CODES,
      })
    })
    await guessLimit.clear(guesses)
    return { recoveryCodes }
  }
}
