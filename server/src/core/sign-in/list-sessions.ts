import type { SessionView } from '@headgate/shared/sessions'
import type { Actor } from '../admin/actor.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import type { StoredSession } from './session-store.ts'

export interface ListSessionsDeps {
  readonly read: ReadStores
  readonly now: () => Date
}

interface SessionPage {
  readonly items: SessionView[]
  readonly nextCursor: null
}

export function makeListSessions({ read, now }: ListSessionsDeps) {
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
