// What the holder of a link can do with it: look at it, accept an invitation, come back as an owner.
import type { AcceptInvitation, OpenedLink, Recover } from '@headgate/shared/people'
import { DomainError } from '../admin/domain-error.ts'
import type { Stores, Transact } from '../admin/unit-of-work.ts'
import { withdrawGrants } from './change-person.ts'
import { checkNewPassword } from './check-new-password.ts'
import type { EntryLink } from './entry-link-store.ts'

export interface UseEntryLinkDeps {
  readonly transact: Transact
  readonly digest: (text: string) => Uint8Array
  readonly hashPassword: (password: string) => Promise<string>
  readonly newId: () => string
  readonly now: () => Date
}

const VOID_LINK = 'This link is not valid any more: it was used, replaced or taken back, or its time is over.'

/** Says the same of every link that does not work. */
async function openLink(
  { entryLinks }: Pick<Stores, 'entryLinks'>,
  digest: Uint8Array,
  now: Date,
): Promise<EntryLink> {
  const link = await entryLinks.find({ digest })
  if (link === null || link.expiresAt <= now) throw new DomainError('forbidden', VOID_LINK)
  return link
}

export function makeOpenLink({ transact, digest, now }: UseEntryLinkDeps) {
  return async function openLinkOf({ code }: { code: string }): Promise<OpenedLink> {
    const link = await transact((stores) => openLink(stores, digest(code), now()))
    const { kind, email, name, role, expiresAt } = link
    return { kind, email, name, role, expiresAt: expiresAt.toISOString() }
  }
}

/** @throws DomainError `forbidden` for a link that does not work, `invalid` for a password that may not be used. */
export function makeAcceptInvitation({ transact, digest, hashPassword, newId, now }: UseEntryLinkDeps) {
  return async function acceptInvitation(
    address: string | null,
    { code, name, password }: AcceptInvitation,
  ): Promise<{ email: string }> {
    const before = await transact((stores) => openLink(stores, digest(code), now()))
    checkNewPassword(password, { email: before.email, name })
    const passwordHash = await hashPassword(password)
    return transact(async (stores) => {
      const { people, entryLinks, audit } = stores
      await people.lock()
      const link = await openLink(stores, digest(code), now())
      const { email, role } = link
      if (link.kind !== 'invitation') throw new DomainError('forbidden', VOID_LINK)
      if (await people.findByEmail(email)) throw new DomainError('conflict', `${email} has access already.`)
      const id = newId()
      await people.insert({ id, name, email, role, passwordHash })
      await entryLinks.use(link.id, now())
      await audit.append({
        actor: { kind: 'user', id, name, email, role, address },
        action: 'user.accept_invitation',
        target: { kind: 'user', id },
        before: { invitation: link.id, invitedBy: link.madeBy.name },
        after: { name, email, role },
      })
      return { email }
    })
  }
}

/**
 * A new password; every session ends, and a lost second factor is asked for no more. Whoever had got in meanwhile keeps
 * no way back: invitations and API tokens that were made in the owner's name are withdrawn.
 */
export function makeRecover({ transact, digest, hashPassword, now }: UseEntryLinkDeps) {
  return async function recover(
    address: string | null,
    { code, password }: Recover,
  ): Promise<{ email: string }> {
    const before = await transact((stores) => openLink(stores, digest(code), now()))
    checkNewPassword(password, { email: before.email, name: before.name ?? undefined })
    const passwordHash = await hashPassword(password)
    return transact(async (stores) => {
      const { people, sessions, secondFactors, entryLinks, audit } = stores
      await people.lock()
      const link = await openLink(stores, digest(code), now())
      const person = link.userId === null ? null : await people.get(link.userId)
      if (person === null || link.kind !== 'recovery') throw new DomainError('forbidden', VOID_LINK)
      const { id, name, email, role, secondFactor } = person
      await people.setPassword(id, passwordHash)
      await secondFactors.remove(id)
      const endedSessions = await sessions.endAll(id)
      await entryLinks.use(link.id, now())
      const withdrawn = await withdrawGrants(stores, id, now())
      await audit.append({
        actor: { kind: 'user', id, name, email, role, address },
        action: 'user.recover',
        target: { kind: 'user', id },
        before: { secondFactor },
        after: { secondFactor: false, password: 'changed', endedSessions, ...withdrawn },
      })
      return { email }
    })
  }
}
