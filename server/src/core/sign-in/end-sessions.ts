import type { EndSessions } from '@headgate/shared/sessions'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'

/** One session of a person or, without naming it, all of them. @throws DomainError `not_found`. */
export function makeEndSessions({ transact }: { readonly transact: Transact }) {
  return async function endSessions(
    actor: Actor,
    { id, sessionId }: EndSessions,
  ): Promise<{ ended: number }> {
    return transact(async ({ people, sessions, audit }) => {
      const { email } = required(await people.get(id), 'The person')
      const one = sessionId === undefined ? null : await sessions.get(sessionId)
      if (sessionId !== undefined && one?.userId !== id)
        throw new DomainError('not_found', 'The session does not exist.')
      if (one !== null) await sessions.end(one.id)
      const ended = one === null ? await sessions.endAll(id) : 1
      await audit.append({
        actor,
        action: one === null ? 'user.revoke_sessions' : 'user.revoke_session',
        target: { kind: 'user', id },
        before:
          one === null ? { email } : { email, address: one.address, createdAt: one.createdAt.toISOString() },
        after: { ended },
      })
      return { ended }
    })
  }
}
