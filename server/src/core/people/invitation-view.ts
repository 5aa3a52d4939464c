import type { InvitationView } from '@headgate/shared/people'
import type { EntryLink } from './entry-link-store.ts'

/** An invitation as the control plane shows it. */
export function invitationView(link: EntryLink): InvitationView {
  return {
    id: link.id,
    email: link.email,
    name: link.name,
    role: link.role,
    invitedBy: link.madeBy.name,
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
  }
}
