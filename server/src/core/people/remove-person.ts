import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { keepAnOwner } from './keep-an-owner.ts'
import { requireStillOwner } from './require-still-owner.ts'
import { withdrawGrants } from './withdraw-grants.ts'

export interface RemovePersonDeps {
  readonly transact: Transact
  readonly now: () => Date
}

/** Sessions end with it. @throws DomainError `conflict` for the last owner. */
export function makeRemovePerson({ transact, now }: RemovePersonDeps) {
  return async function removePerson(
    actor: Actor,
    { id }: { id: string },
  ): Promise<{ id: string; removed: true }> {
    return transact(async (stores) => {
      const { people, sessions, entryLinks, audit } = stores
      await requireStillOwner(stores, actor)
      const person = required(await people.get(id), 'The person')
      await keepAnOwner(stores, person.role)
      const endedSessions = await sessions.endAll(id)
      const { name, email, role } = person
      // Somebody with an invitation may have come in by another way.
      const own = await entryLinks.revoke({ kind: 'invitation', email }, now())
      const withdrawn = await withdrawGrants(stores, id, now())
      await people.remove(id)
      await audit.append({
        actor,
        action: 'user.remove',
        target: { kind: 'user', id },
        before: { name, email, role },
        after: { endedSessions, ...withdrawn, ...(own.length > 0 && { revokedOwnInvitations: own }) },
      })
      return { id, removed: true }
    })
  }
}
