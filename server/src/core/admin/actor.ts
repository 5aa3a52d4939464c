// Who does something on the control plane.
import type { Role } from '@headgate/shared/system'

export interface Actor {
  readonly kind: 'user' | 'admin_token' | 'api_token' | 'system'
  /** Of the user or the API token; null for the admin token of the environment and the system itself. */
  readonly id: string | null
  readonly name: string
  readonly email: string | null
  readonly role: Role
  /** Where the call came from; null inside the process. */
  readonly address: string | null
  /** Of people: the session they act in. */
  readonly sessionId?: string
}

export const SYSTEM_ACTOR: Actor = {
  kind: 'system',
  id: null,
  name: 'system',
  email: null,
  role: 'owner',
  address: null,
}

/** Somebody who has signed in, as opposed to automation. */
export type PersonActor = Actor & { readonly kind: 'user'; readonly id: string }

export function personActor(
  { id, name, email, role }: Pick<PersonActor, 'id' | 'name' | 'email' | 'role'>,
  address: string | null,
): PersonActor {
  return { kind: 'user', id, name, email, role, address }
}
