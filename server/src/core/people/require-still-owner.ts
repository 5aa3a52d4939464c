import type { Actor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Stores } from '../admin/unit-of-work.ts'

/**
 * Locks people. Who was an owner when the call began may be none any more, and what they grant would be left behind.
 * @throws DomainError `forbidden`.
 */
export async function requireStillOwner({ people }: Pick<Stores, 'people'>, actor: Actor): Promise<void> {
  await people.lock()
  if (actor.kind !== 'user' || actor.id === null) return
  if ((await people.get(actor.id))?.role !== 'owner')
    throw new DomainError('forbidden', 'Only an owner may do this.')
}
