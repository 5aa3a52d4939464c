import type { PersonActor } from '../admin/actor.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'

export function makeSecondFactorState({ read }: { readonly read: ReadStores }) {
  return async function secondFactorState({ id }: PersonActor) {
    return read(async ({ people, secondFactors }) => {
      const factor = await secondFactors.get(id)
      const enabled = factor !== null && factor.confirmedAt !== null
      return {
        enabled,
        recoveryCodesLeft: enabled ? factor.recoveryDigests.length : 0,
        hasPassword: (await people.passwordHash(id)) !== null,
      }
    })
  }
}
