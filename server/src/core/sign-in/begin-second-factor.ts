import type { BegunSecondFactor, WithPassword } from '@headgate/shared/sessions'
import type { PersonActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { Secret } from '../vault/secret.ts'
import { confirmPassword, type ConfirmPasswordDeps } from './confirm-password.ts'
import { noteSecondFactor } from './note-second-factor.ts'

export interface BeginSecondFactorDeps extends ConfirmPasswordDeps {
  readonly transact: Transact
  /** 160 random bits in base 32. */
  readonly randomBase32: () => string
  readonly now: () => Date
}

const ISSUER = 'Headgate'

/** Beginning again takes the place of what was not confirmed. @throws DomainError `conflict` when it is on. */
export function makeBeginSecondFactor(deps: BeginSecondFactorDeps) {
  const { transact, randomBase32, now } = deps
  return async function beginSecondFactor(
    actor: PersonActor,
    { password }: WithPassword,
  ): Promise<BegunSecondFactor> {
    const { id, email } = actor
    await confirmPassword(deps, id, password)
    const secret = randomBase32()
    await transact(async (stores) => {
      if ((await stores.secondFactors.get(id))?.confirmedAt)
        throw new DomainError('conflict', 'The second factor is on already. Turn it off first.')
      const begun = { userId: id, secret: new Secret(secret), confirmedAt: null, lastStep: null }
      await stores.secondFactors.put({ ...begun, recoveryDigests: [] }, now())
      await noteSecondFactor(stores, actor, 'user.begin_second_factor', null)
    })
    const label = encodeURIComponent(`${ISSUER}:${email ?? id}`)
    return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${ISSUER}` }
  }
}
