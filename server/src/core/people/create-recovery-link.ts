import type { Actor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { TransactOn } from '../admin/unit-of-work.ts'
import { newEntryLink, type EntryLinkDeps } from './new-entry-link.ts'

const LIFE_MS = 60 * 60_000

export interface CreateRecoveryLinkDeps extends EntryLinkDeps {
  readonly transact: TransactOn<'people' | 'entryLinks' | 'audit'>
}

/** For an owner who is locked out. @throws DomainError `not_found` for nobody, `forbidden` for who is no owner. */
export function makeCreateRecoveryLink({ transact, ...deps }: CreateRecoveryLinkDeps) {
  return async function createRecoveryLink(
    actor: Actor,
    given: string,
  ): Promise<{ email: string; link: string; expiresAt: string }> {
    const email = given.trim().toLowerCase()
    return transact(async ({ people, entryLinks, audit }) => {
      await people.lock()
      const person = await people.findByEmail(email)
      if (person === null) throw new DomainError('not_found', `Nobody signs in as ${email}.`)
      if (person.role !== 'owner')
        throw new DomainError('forbidden', `${email} is ${person.role}: an owner can invite them again.`)
      const { id, name, role } = person
      const wanted = { kind: 'recovery', userId: id, email, name, role, lifeMs: LIFE_MS } as const
      const { link, url } = newEntryLink(deps, actor, wanted)
      await entryLinks.revoke({ kind: 'recovery', email }, link.createdAt)
      await entryLinks.insert(link)
      const expiresAt = link.expiresAt.toISOString()
      await audit.append({
        actor,
        action: 'user.make_recovery_link',
        target: { kind: 'user', id },
        before: null,
        after: { email, expiresAt },
      })
      return { email, link: url, expiresAt }
    })
  }
}
