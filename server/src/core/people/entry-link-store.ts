// The port for links that let somebody in once: invitations, and the way back for an owner who is locked out.
import type { Role } from '@headgate/shared/system'
import type { PageRequest } from '../admin/page.ts'

export interface EntryLink {
  readonly id: string
  readonly kind: 'invitation' | 'recovery'
  /** SHA-256 of the code in the link. */
  readonly digest: Uint8Array
  /** Whom a recovery link is for; null for invitations. */
  readonly userId: string | null
  readonly email: string
  readonly name: string | null
  readonly role: Role
  readonly madeBy: { readonly id: string | null; readonly name: string }
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface EntryLinkStore {
  insert(link: EntryLink): Promise<void>
  /** Neither used nor revoked, possibly expired; locked until the end of a transaction. */
  find(by: { readonly digest: Uint8Array } | { readonly id: string }): Promise<EntryLink | null>
  /** Open invitations that have not expired: up to `limit + 1`, newest first. */
  listInvitations(page: PageRequest, now: Date): Promise<EntryLink[]>
  /** Open and not expired; locked. */
  findInvitation(email: string, now: Date): Promise<EntryLink | null>
  use(id: string, at: Date): Promise<void>
  /** @returns the ids of the open links that are void from now on. */
  revoke(
    which:
      | { readonly id: string }
      | { readonly email: string; readonly kind: EntryLink['kind'] }
      | { readonly madeBy: string },
    at: Date,
  ): Promise<string[]>
}
