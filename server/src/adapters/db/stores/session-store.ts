// Sessions in better-auth's table. What is gone from it has ended: every call looks there.
import type { EntityManager } from '@mikro-orm/postgresql'
import {
  LONGEST_SESSION_MS,
  type SessionStore,
  type StoredSession,
} from '../../../core/sign-in/session-store.ts'

interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly createdAt: string | Date
  readonly updatedAt: string | Date
  readonly expiresAt: string | Date
  readonly ipAddress: string | null
  readonly userAgent: string | null
}

const COLUMNS = '"id", "userId", "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent"'

function toSession(row: SessionRow): StoredSession {
  const createdAt = new Date(row.createdAt)
  const latest = createdAt.getTime() + LONGEST_SESSION_MS
  return {
    id: row.id,
    userId: row.userId,
    createdAt,
    seenAt: new Date(row.updatedAt),
    expiresAt: new Date(Math.min(new Date(row.expiresAt).getTime(), latest)),
    address: row.ipAddress || null,
    userAgent: row.userAgent || null,
  }
}

export function makeSessionStore(em: EntityManager): SessionStore {
  return {
    async ofUser(userId, now) {
      const rows = await em.execute<SessionRow[]>(
        `select ${COLUMNS} from auth.session where "userId" = ? and "expiresAt" > ? and "createdAt" > ?
         order by "createdAt" desc, id limit 200`,
        [userId, now, new Date(now.getTime() - LONGEST_SESSION_MS)],
      )
      return rows.map(toSession)
    },
    async get(id) {
      const [row] = await em.execute<SessionRow[]>(`select ${COLUMNS} from auth.session where id = ?`, [id])
      return row ? toSession(row) : null
    },
    async end(id) {
      await em.execute('delete from auth.session where id = ?', [id])
    },
    async endAll(userId, except) {
      const rows = await em.execute<{ id: string }[]>(
        `delete from auth.session where "userId" = ? ${except === undefined ? '' : 'and id <> ?'} returning id`,
        [userId, ...(except === undefined ? [] : [except])],
      )
      return rows.length
    },
  }
}
