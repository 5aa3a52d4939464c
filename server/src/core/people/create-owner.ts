import type { CreateOwner } from '@headgate/shared/system'
import { personActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'

export interface CreateOwnerDeps {
  readonly transact: Transact
  /** Of the setup link; void as soon as there is an owner. */
  readonly setupCode: string
  readonly equalTexts: (a: string, b: string) => boolean
  readonly hashPassword: (password: string) => Promise<string>
  readonly newId: () => string
}

/** @throws DomainError `forbidden` for a wrong code, `conflict` when there is an owner. */
export function makeCreateOwner({ transact, setupCode, equalTexts, hashPassword, newId }: CreateOwnerDeps) {
  return async function createOwner(address: string | null, input: CreateOwner): Promise<{ email: string }> {
    if (!equalTexts(input.code, setupCode)) {
      throw new DomainError('forbidden', 'The setup link is not valid. Use the one the server has printed.')
    }
    const owner = {
      id: newId(),
      name: input.name,
      email: input.email.toLowerCase(),
      role: 'owner' as const,
      passwordHash: await hashPassword(input.password),
    }
    await transact(async ({ people, audit }) => {
      const { id, name, email } = owner
      // Of two calls at once one makes the owner.
      await people.lock()
      if ((await people.countOwners()) > 0)
        throw new DomainError('conflict', 'There is an owner already. Sign in instead.')
      if (await people.findByEmail(email))
        throw new DomainError('conflict', `${email} has access already. Give the owner another address.`)
      await people.insert(owner)
      await audit.append({
        actor: personActor(owner, address),
        action: 'user.create_owner',
        target: { kind: 'user', id },
        before: null,
        after: { name, email, role: 'owner' },
      })
    })
    return { email: owner.email }
  }
}
