import type { PersonView } from '@headgate/shared/people'
import type { Person } from './people-store.ts'

/** A person as the control plane shows them. */
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
