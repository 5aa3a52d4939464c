// Links that let somebody in once, in PostgreSQL.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Role } from '@headgate/shared/system'
import type { EntryLink, EntryLinkStore } from '../../../core/people/entry-link-store.ts'
import { olderThan } from './reading.ts'

interface LinkRow {
  readonly id: string
  readonly kind: EntryLink['kind']
  readonly digest: Uint8Array
  readonly user_id: string | null
  readonly email: string
  readonly name: string | null
  readonly role: Role
  readonly made_by: string | null
  readonly made_by_name: string
  readonly created_at: string | Date
  readonly expires_at: string | Date
}

const OPEN = 'used_at is null and revoked_at is null'

function toLink(row: LinkRow): EntryLink {
  return {
    id: row.id,
    kind: row.kind,
    digest: row.digest,
    userId: row.user_id,
    email: row.email,
    name: row.name,
    role: row.role,
    madeBy: { id: row.made_by, name: row.made_by_name },
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  }
}

export function makeEntryLinkStore(em: EntityManager): EntryLinkStore {
  return {
    async insert(link) {
      await em.execute(
        `insert into entry_links
           (id, kind, digest, user_id, email, name, role, made_by, made_by_name, created_at, expires_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          link.id,
          link.kind,
          Buffer.from(link.digest),
          link.userId,
          link.email,
          link.name,
          link.role,
          link.madeBy.id,
          link.madeBy.name,
          link.createdAt,
          link.expiresAt,
        ],
      )
    },
    async find(by) {
      const [column, value] =
        'id' in by ? (['id', by.id] as const) : (['digest', Buffer.from(by.digest)] as const)
      const [row] = await em.execute<LinkRow[]>(
        `select * from entry_links where ${column} = ? and ${OPEN} ${em.isInTransaction() ? 'for update' : ''}`,
        [value],
      )
      return row ? toLink(row) : null
    },
    async listInvitations({ cursor, limit }, now) {
      const [older, place] = olderThan(cursor)
      const rows = await em.execute<LinkRow[]>(
        `select * from entry_links where kind = 'invitation' and ${OPEN} and expires_at > ?
         and ${older} order by created_at desc, id desc limit ?`,
        [now, ...place, limit + 1],
      )
      return rows.map(toLink)
    },
    async findInvitation(email, now) {
      const [row] = await em.execute<LinkRow[]>(
        `select * from entry_links where kind = 'invitation' and email = ? and ${OPEN} and expires_at > ? for update`,
        [email, now],
      )
      return row ? toLink(row) : null
    },
    async use(id, at) {
      await em.execute('update entry_links set used_at = ? where id = ?', [at, id])
    },
    async revoke(which, at) {
      const [where, values] =
        'id' in which
          ? (['id = ?', [which.id]] as const)
          : 'madeBy' in which
            ? (['made_by = ?', [which.madeBy]] as const)
            : (['kind = ? and email = ?', [which.kind, which.email]] as const)
      const rows = await em.execute<{ id: string }[]>(
        `update entry_links set revoked_at = ? where ${where} and ${OPEN} returning id`,
        [at, ...values],
      )
      return rows.map(({ id }) => id)
    },
  }
}
