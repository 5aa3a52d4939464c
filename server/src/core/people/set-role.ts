import type { PersonView, SetRole } from '@headgate/shared/people'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { keepAnOwner } from './keep-an-owner.ts'
import { personView } from './person-view.ts'
import { requireStillOwner } from './require-still-owner.ts'
import { withdrawGrants } from './withdraw-grants.ts'

export interface SetRoleDeps {
  readonly transact: Transact
  readonly now: () => Date
}

/** Counts for the next call of every session that runs. @throws DomainError `conflict` for the last owner. */
export function makeSetRole({ transact, now }: SetRoleDeps) {
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
