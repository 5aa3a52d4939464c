import type { AcceptInvitation } from '@headgate/shared/people'
import { personActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { checkNewPassword } from '../sign-in/check-new-password.ts'
import { findOpenLink, VOID_LINK } from './find-open-link.ts'

export interface AcceptInvitationDeps {
  readonly transact: Transact
  readonly digest: (text: string) => Uint8Array
  readonly hashPassword: (password: string) => Promise<string>
  readonly newId: () => string
  readonly now: () => Date
}

/** @throws DomainError `forbidden` for a link that does not work, `invalid` for a password that may not be used. */
export function makeAcceptInvitation({ transact, digest, hashPassword, newId, now }: AcceptInvitationDeps) {
  return async function acceptInvitation(
    address: string | null,
    { code, name, password }: AcceptInvitation,
  ): Promise<{ email: string }> {
    const before = await transact((stores) => findOpenLink(stores, digest(code), now()))
    checkNewPassword(password, { email: before.email, name })
    const passwordHash = await hashPassword(password)
    return transact(async (stores) => {
      const { people, entryLinks, audit } = stores
      await people.lock()
      const link = await findOpenLink(stores, digest(code), now())
      const { email, role } = link
      if (link.kind !== 'invitation') throw new DomainError('forbidden', VOID_LINK)
      if (await people.findByEmail(email)) throw new DomainError('conflict', `${email} has access already.`)
      const id = newId()
      await people.insert({ id, name, email, role, passwordHash })
      await entryLinks.use(link.id, now())
      await audit.append({
        actor: personActor({ id, name, email, role }, address),
        action: 'user.accept_invitation',
        target: { kind: 'user', id },
        before: { invitation: link.id, invitedBy: link.madeBy.name },
        after: { name, email, role },
      })
      return { email }
    })
  }
}
