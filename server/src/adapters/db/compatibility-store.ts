// Learned rejections in PostgreSQL, shared by all processes.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { CompatibilityStore } from '../../core/models/compatibility-cache.ts'
import { storableText } from './storable.ts'

export function makeCompatibilityStore(orm: MikroORM): CompatibilityStore {
  return {
    async save(rejections) {
      const em = orm.em.fork()
      for (const { credentialId, upstreamModel, kind, name, reason, learnedAt } of rejections) {
        // The credential may have been removed meanwhile: then there is nothing to learn.
        await em.execute(
          `insert into unsupported_parameters (credential_id, upstream_model, kind, name, reason, learned_at)
           select id, ?, ?, ?, ?, ? from credentials where id = ?
           on conflict (credential_id, upstream_model, kind, name) do nothing`,
          [upstreamModel, kind, name, storableText(reason), learnedAt, credentialId],
        )
      }
    },
  }
}
