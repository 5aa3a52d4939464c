import type { InvitePerson, MadeInvitation } from '@headgate/shared/people'
import type { Actor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { newEntryLink, type EntryLinkDeps } from './new-entry-link.ts'
import { invitationView } from './invitation-view.ts'
import { requireStillOwner } from './require-still-owner.ts'

const LIFE_MS = 7 * 24 * 60 * 60_000

export interface InvitePersonDeps extends EntryLinkDeps {
  readonly transact: Transact
}

/** Takes the place of an earlier invitation of the same address. The answer is the only place the link ever appears. */
export function makeInvitePerson({ transact, ...deps }: InvitePersonDeps) {
  return async function invitePerson(actor: Actor, input: InvitePerson): Promise<MadeInvitation> {
    const { link, url } = newEntryLink(deps, actor, {
      kind: 'invitation',
      userId: null,
      email: input.email.toLowerCase(),
      name: input.name ?? null,
      role: input.role,
      lifeMs: LIFE_MS,
    })
    const { id, email, name, role, createdAt, expiresAt } = link
    await transact(async (stores) => {
      const { people, entryLinks, audit } = stores
      await requireStillOwner(stores, actor)
      if (await people.findByEmail(email)) throw new DomainError('conflict', `${email} has access already.`)
      const replaced = await entryLinks.revoke({ kind: 'invitation', email }, createdAt)
      await entryLinks.insert(link)
      await audit.append({
        actor,
        action: 'user.invite',
        target: { kind: 'invitation', id },
        before: replaced.length > 0 ? { replaced } : null,
        after: { email, name, role, expiresAt: expiresAt.toISOString() },
      })
    })
    return { ...invitationView(link), link: url }
  }
}
