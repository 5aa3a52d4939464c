import type { Recover } from '@headgate/shared/people'
import { personActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { checkNewPassword } from '../sign-in/check-new-password.ts'
import { withdrawGrants } from './withdraw-grants.ts'
import { findOpenLink, VOID_LINK } from './find-open-link.ts'

export interface RecoverDeps {
  readonly transact: Transact
  readonly digest: (text: string) => Uint8Array
  readonly hashPassword: (password: string) => Promise<string>
  readonly now: () => Date
}

/**
 * An owner who was locked out comes back: a new password; every session ends, and a lost second factor is asked for no
 * more. Whoever had got in meanwhile keeps no way back: invitations and API tokens that were made in the owner's name are
 * withdrawn.
 */
export function makeRecover({ transact, digest, hashPassword, now }: RecoverDeps) {
  return async function recover(
    address: string | null,
    { code, password }: Recover,
  ): Promise<{ email: string }> {
    const before = await transact((stores) => findOpenLink(stores, digest(code), now()))
    checkNewPassword(password, { email: before.email, name: before.name ?? undefined })
    const passwordHash = await hashPassword(password)
    return transact(async (stores) => {
      const { people, sessions, secondFactors, entryLinks, audit } = stores
      await people.lock()
      const link = await findOpenLink(stores, digest(code), now())
      const person = link.userId === null ? null : await people.get(link.userId)
      if (person === null || link.kind !== 'recovery') throw new DomainError('forbidden', VOID_LINK)
      const { id, email, secondFactor } = person
      await people.setPassword(id, passwordHash)
      await secondFactors.remove(id)
      const endedSessions = await sessions.endAll(id)
      await entryLinks.use(link.id, now())
      const withdrawn = await withdrawGrants(stores, id, now())
      await audit.append({
        actor: personActor(person, address),
        action: 'user.recover',
        target: { kind: 'user', id },
        before: { secondFactor },
        after: { secondFactor: false, password: 'changed', endedSessions, ...withdrawn },
      })
      return { email }
    })
  }
}
