// What owners do to people: another role, or no access any more.
import type { PersonView, SetRole } from '@headgate/shared/people'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { Stores, Transact } from '../admin/unit-of-work.ts'
import { personView } from './person-view.ts'
import { requireStillOwner } from './still-owner.ts'

export interface ChangePersonDeps {
  readonly transact: Transact
  readonly now: () => Date
}

/** What somebody made as an owner would let them come back: it goes with the role. */
export async function withdrawGrants(
  { entryLinks, apiTokens }: Pick<Stores, 'entryLinks' | 'apiTokens'>,
  madeBy: string,
  at: Date,
): Promise<{ revokedInvitations?: string[]; revokedApiTokens?: string[] }> {
  const revokedInvitations = await entryLinks.revoke({ madeBy }, at)
  const revokedApiTokens = await apiTokens.revokeAllOf(madeBy, at)
  return {
    ...(revokedInvitations.length > 0 && { revokedInvitations }),
    ...(revokedApiTokens.length > 0 && { revokedApiTokens }),
  }
}

async function keepAnOwner({ people }: Pick<Stores, 'people'>, role: string): Promise<void> {
  if (role === 'owner' && (await people.countOwners()) < 2)
    throw new DomainError('conflict', 'This is the last owner. Make somebody else an owner first.')
}

/** Counts for the next call of every session that runs. @throws DomainError `conflict` for the last owner. */
export function makeSetRole({ transact, now }: ChangePersonDeps) {
  return async function setRole(actor: Actor, { id, role }: SetRole): Promise<PersonView> {
    return transact(async (stores) => {
      const { people, audit } = stores
      await requireStillOwner(stores, actor)
      const person = required(await people.get(id), 'The person')
      if (role === person.role) return personView(person)
      await keepAnOwner(stores, person.role)
      await people.setRole(id, role)
      const withdrawn = person.role === 'owner' ? await withdrawGrants(stores, id, now()) : {}
      await audit.append({
        actor,
        action: 'user.set_role',
        target: { kind: 'user', id },
        before: { email: person.email, role: person.role },
        after: { email: person.email, role, ...withdrawn },
      })
      return personView({ ...person, role })
    })
  }
}

/** Sessions end with it. @throws DomainError `conflict` for the last owner. */
export function makeRemovePerson({ transact, now }: ChangePersonDeps) {
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
