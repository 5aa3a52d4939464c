import type { Actor } from '../admin/actor.ts'
import type { Transact } from '../admin/unit-of-work.ts'

export type NoteSession = (
  action: 'user.sign_in' | 'user.sign_out',
  user: Pick<Actor, 'name' | 'email' | 'role'> & { readonly id: string },
  address: string | null,
) => Promise<void>

/** Sessions are kept by a library on connections of its own: these events stand beside the change, not in it. */
export function makeNoteSession({ transact }: { readonly transact: Transact }): NoteSession {
  return function noteSession(action, { id, name, email, role }, address) {
    return transact(({ audit }) =>
      audit.append({
        actor: { kind: 'user', id, name, email, role, address },
        action,
        target: { kind: 'user', id },
        before: null,
        after: null,
      }),
    )
  }
}
