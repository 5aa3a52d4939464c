// Somebody must be able to let others in: the last owner stays one.
import { DomainError } from '../admin/domain-error.ts'
import type { Stores } from '../admin/unit-of-work.ts'

/** @param role of who is about to lose it. @throws DomainError `conflict` for the last owner. */
export async function keepAnOwner({ people }: Pick<Stores, 'people'>, role: string): Promise<void> {
  if (role === 'owner' && (await people.countOwners()) < 2)
    throw new DomainError('conflict', 'This is the last owner. Make somebody else an owner first.')
}
