// Learned refusals in PostgreSQL, shared by all processes.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { LearnedRefusalStore } from '../../core/models/learned-refusals.ts'
import { storableText } from './storable.ts'

export function makeLearnedRefusalStore(orm: MikroORM): LearnedRefusalStore {
  return {
    async save(refusals) {
      const em = orm.em.fork()
      for (const { credentialId, upstreamModel, kind, name, reason, learnedAt } of refusals) {
        // The credential may have been removed meanwhile: then there is nothing to learn.
        await em.execute(
          `insert into learned_refusals (credential_id, upstream_model, kind, name, reason, learned_at)
           select id, ?, ?, ?, ?, ? from credentials where id = ?
           on conflict (credential_id, upstream_model, kind, name) do nothing`,
          [upstreamModel, kind, name, storableText(reason), learnedAt, credentialId],
        )
      }
    },
  }
}
