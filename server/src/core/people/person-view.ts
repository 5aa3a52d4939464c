// People and invitations as the control plane shows them.
import type { InvitationView, PersonView } from '@headgate/shared/people'
import type { Person } from './people-store.ts'
import type { EntryLink } from './entry-link-store.ts'

export function personView(person: Person): PersonView {
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    secondFactor: person.secondFactor,
    hasPassword: person.hasPassword,
    createdAt: person.createdAt.toISOString(),
    lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
  }
}

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
