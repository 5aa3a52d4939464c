// Credentials of automation in PostgreSQL.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ApiTokenStore, StoredApiToken } from '../../../core/api-tokens/api-token-store.ts'
import { olderThan } from './reading.ts'

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly digest: Uint8Array
  readonly prefix: string
  readonly last4: string
  readonly role: StoredApiToken['role']
  readonly made_by: string | null
  readonly made_by_name: string
  readonly created_at: string | Date
  readonly expires_at: string | Date
  readonly revoked_at: string | Date | null
  readonly last_used_at: string | Date | null
}

const time = (value: string | Date | null) => (value === null ? null : new Date(value))

function toToken(row: TokenRow): StoredApiToken {
  return {
    id: row.id,
    name: row.name,
    digest: row.digest,
    prefix: row.prefix,
    last4: row.last4,
    role: row.role,
    madeBy: { id: row.made_by, name: row.made_by_name },
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    revokedAt: time(row.revoked_at),
    lastUsedAt: time(row.last_used_at),
  }
}

export function makeApiTokenStore(em: EntityManager): ApiTokenStore {
  async function one(column: 'id' | 'digest', value: string | Buffer, lock: string) {
    const [row] = await em.execute<TokenRow[]>(`select * from api_tokens where ${column} = ? ${lock}`, [
      value,
    ])
    return row ? toToken(row) : null
  }
  return {
    async insert(token) {
      await em.execute(
        `insert into api_tokens (id, name, digest, prefix, last4, role, made_by, made_by_name, created_at, expires_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          token.id,
          token.name,
          Buffer.from(token.digest),
          token.prefix,
          token.last4,
          token.role,
          token.madeBy.id,
          token.madeBy.name,
          token.createdAt,
          token.expiresAt,
        ],
      )
    },
    get: (id) => one('id', id, em.isInTransaction() ? 'for update' : ''),
    findByDigest: (digest) => one('digest', Buffer.from(digest), ''),
    async list({ cursor, limit }) {
      const [older, place] = olderThan(cursor)
      const rows = await em.execute<TokenRow[]>(
        `select * from api_tokens where ${older} order by created_at desc, id desc limit ?`,
        [...place, limit + 1],
      )
      return rows.map(toToken)
    },
    async revoke(id, at) {
      await em.execute('update api_tokens set revoked_at = ? where id = ?', [at, id])
    },
    async revokeAllOf(madeBy, at) {
      const rows = await em.execute<{ id: string }[]>(
        `update api_tokens set revoked_at = ? where made_by = ? and revoked_at is null and expires_at > ? returning id`,
        [at, madeBy, at],
      )
      return rows.map(({ id }) => id)
    },
    async noteUse(id, at) {
      await em.execute('update api_tokens set last_used_at = ? where id = ?', [at, id])
    },
  }
}
