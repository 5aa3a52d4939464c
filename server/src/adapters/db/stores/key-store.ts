// Client keys in PostgreSQL.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { KeyStore } from '../../../core/keys/key-store.ts'
import { readTimeCursor } from '../../../core/admin/page.ts'
import { ProjectKeyRow } from '../entities/project-key-row.ts'
import { toStoredKey } from '../row-mapping.ts'
import { FRESH, lockedIn, UUID } from './reading.ts'

export function makeKeyStore(em: EntityManager): KeyStore {
  return {
    async insert({ projectId, ...key }) {
      await em.insert(ProjectKeyRow, { ...key, project: projectId })
    },
    async get(id) {
      const row = await em.findOne(ProjectKeyRow, { id }, lockedIn(em))
      return row && toStoredKey(row)
    },
    async revoke(id, at) {
      await em.nativeUpdate(ProjectKeyRow, { id }, { revokedAt: at })
    },
    async list({ cursor, limit, projectId }) {
      const after = cursor === undefined ? null : readTimeCursor(cursor, UUID)
      const rows = await em.find(
        ProjectKeyRow,
        {
          ...(projectId === undefined ? {} : { project: projectId }),
          ...(after === null
            ? {}
            : { $or: [{ createdAt: { $lt: after.at } }, { createdAt: after.at, id: { $lt: after.id } }] }),
        },
        { ...FRESH, orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
      )
      return rows.map(toStoredKey)
    },
    async lastUsed(ids) {
      if (ids.length === 0) return new Map()
      // One index probe per key; the log may hold millions of rows.
      const rows = await em.execute<{ id: string; last_used: Date | string | null }[]>(
        `select k.id, (
           select r.started_at from requests r where r.key_id = k.id order by r.started_at desc limit 1
         ) as last_used from unnest(?::uuid[]) as k (id)`,
        [`{${ids.join(',')}}`],
      )
      return new Map(
        rows.flatMap((row) => (row.last_used === null ? [] : [[row.id, new Date(row.last_used)]])),
      )
    },
  }
}
