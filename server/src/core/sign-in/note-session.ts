import { personActor, type PersonActor } from '../admin/actor.ts'
import type { Transact } from '../admin/unit-of-work.ts'

export type NoteSession = (
  action: 'user.sign_in' | 'user.sign_out',
  user: Pick<PersonActor, 'id' | 'name' | 'email' | 'role'>,
  address: string | null,
) => Promise<void>

/** Sessions are kept by a library on connections of its own: these events stand beside the change, not in it. */
export function makeNoteSession({ transact }: { readonly transact: Transact }): NoteSession {
  return function noteSession(action, user, address) {
    return transact(({ audit }) =>
      audit.append({
        actor: personActor(user, address),
        action,
        target: { kind: 'user', id: user.id },
        before: null,
        after: null,
      }),
    )
  }
}
