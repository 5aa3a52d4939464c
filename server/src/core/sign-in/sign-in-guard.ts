// What stands between a password and a session: the wait after wrong guesses, and the second factor.
import type { ReadStores, Transact } from '../admin/unit-of-work.ts'
import type { GuessLimit } from './guess-limit.ts'
import { codeGuesses, type CodeDeps } from './second-factor-code.ts'
import { useSecondFactor } from './use-second-factor.ts'

export type SecondFactorVerdict = 'not_needed' | 'passed' | 'needed' | 'wrong' | 'wait'

export interface SignInGuard {
  /** Asked before the password is looked at. @returns when to come back; null to go on. */
  admit(email: string, address: string | null): Promise<Date | null>
  /** Asked once the password was right. */
  secondFactor(
    user: { readonly id: string; readonly email: string },
    code: string | null,
    address: string | null,
  ): Promise<SecondFactorVerdict>
}

export interface SignInGuardDeps extends CodeDeps {
  readonly transact: Transact
  readonly read: ReadStores
  readonly guessLimit: GuessLimit
  readonly now: () => Date
}

const guessesAt = (email: string) => `sign-in ${email}`
const guessesFrom = (email: string, address: string | null) => `${guessesAt(email)} from ${address}`

export function makeSignInGuard({ transact, read, guessLimit, now, ...deps }: SignInGuardDeps): SignInGuard {
  /** Where somebody is signed in already, others' guesses do not keep them out: those from there count by themselves. */
  async function isKnownAddress(email: string, address: string | null): Promise<boolean> {
    if (address === null) return false
    return read(async ({ people, sessions }) => {
      const person = await people.findByEmail(email)
      if (person === null) return false
      return (await sessions.ofUser(person.id, now())).some((session) => session.address === address)
    })
  }
  return {
    async admit(given, address) {
      const email = given.trim().toLowerCase()
      const waitUntil = await guessLimit.charge(guessesAt(email))
      if (waitUntil === null || !(await isKnownAddress(email, address))) return waitUntil
      return guessLimit.charge(guessesFrom(email, address))
    },
    async secondFactor({ id, email: given }, code, address) {
      const email = given.toLowerCase()
      const clearGuesses = async () => {
        await guessLimit.clear(guessesAt(email))
        await guessLimit.clear(guessesFrom(email, address))
      }
      const isOn = await read(async ({ secondFactors }) => (await secondFactors.get(id))?.confirmedAt ?? null)
      if (isOn === null) {
        await clearGuesses()
        return 'not_needed'
      }
      if (code === null) return 'needed'
      const guesses = codeGuesses(id)
      if ((await guessLimit.charge(guesses)) !== null) return 'wait'
      const passed = await transact((stores) =>
        useSecondFactor(stores, deps, { userId: id, address }, code, now()),
      )
      if (!passed) return 'wrong'
      await guessLimit.clear(guesses)
      await clearGuesses()
      return 'passed'
    },
  }
}
