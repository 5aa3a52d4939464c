// What people do with their own access: their sessions and their password.
import type { ChangePassword, EndSessions, SessionView } from '@headgate/shared/sessions'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { ReadStores, Transact } from '../admin/unit-of-work.ts'
import { checkNewPassword } from './check-new-password.ts'
import type { GuessLimit } from './guess-limit.ts'
import type { StoredSession } from './session-store.ts'

/** Somebody who has signed in, as opposed to automation. */
export type PersonActor = Actor & { readonly kind: 'user'; readonly id: string }

export interface OwnAccessDeps {
  readonly transact: Transact
  readonly read: ReadStores
  readonly now: () => Date
}

export interface PasswordDeps extends OwnAccessDeps {
  readonly guessLimit: GuessLimit
  readonly hashPassword: (password: string) => Promise<string>
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>
}

interface SessionPage {
  readonly items: SessionView[]
  readonly nextCursor: null
}

export function makeListSessions({ read, now }: OwnAccessDeps) {
  return async function listSessions(actor: Actor, userId: string): Promise<SessionPage> {
    const stored = await read(({ sessions }) => sessions.ofUser(userId, now()))
    return { items: stored.map((session) => sessionView(session, actor.sessionId)), nextCursor: null }
  }
}

function sessionView(session: StoredSession, currentId: string | undefined): SessionView {
  return {
    id: session.id,
    createdAt: session.createdAt.toISOString(),
    seenAt: session.seenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    address: session.address,
    userAgent: session.userAgent,
    current: session.id === currentId,
  }
}

/** One session of a person or, without naming it, all of them. @throws DomainError `not_found`. */
export function makeEndSessions({ transact }: Pick<OwnAccessDeps, 'transact'>) {
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

/** @throws DomainError `forbidden` for a wrong password, and while one has to wait after wrong ones. */
export async function confirmPassword(
  { read, guessLimit, verifyPassword }: Pick<PasswordDeps, 'read' | 'guessLimit' | 'verifyPassword'>,
  userId: string,
  password: string,
): Promise<void> {
  const hash = await read(({ people }) => people.passwordHash(userId))
  if (hash === null)
    throw new DomainError('conflict', 'You have no password here: you sign in with the identity provider.')
  const guesses = `password of ${userId}`
  if ((await guessLimit.charge(guesses)) !== null)
    throw new DomainError('forbidden', 'Too many wrong passwords. Wait a few minutes and try again.')
  if (!(await verifyPassword(password, hash)))
    throw new DomainError('forbidden', 'The current password is not right.')
  await guessLimit.clear(guesses)
}

/** The session that asks stays; all others end. */
export function makeChangePassword({ transact, hashPassword, ...deps }: PasswordDeps) {
  return async function changePassword(
    actor: PersonActor,
    { currentPassword, password }: ChangePassword,
  ): Promise<{ ended: number }> {
    const { id, name } = actor
    await confirmPassword(deps, id, currentPassword)
    if (password === currentPassword) throw new DomainError('invalid', 'password: must be another one')
    checkNewPassword(password, { email: actor.email ?? undefined, name })
    const hash = await hashPassword(password)
    return transact(async ({ people, sessions, audit }) => {
      await people.setPassword(id, hash)
      const ended = await sessions.endAll(id, actor.sessionId)
      await audit.append({
        actor,
        action: 'user.change_password',
        target: { kind: 'user', id },
        before: null,
        after: { endedSessions: ended },
      })
      return { ended }
    })
  }
}
