// Credential health in PostgreSQL, shared by all processes: of credentials, and of credentials for one model.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { HealthStore } from '../../core/routing/health-book.ts'
import { storableText } from './storable.ts'

export function makeHealthStore(orm: MikroORM): HealthStore {
  return {
    // The credential may have been removed or changed meanwhile: then there is nothing to note.
    async save({ credentialId, model }, { state, reason, since, until }, version) {
      const values = [storableText(reason), since, until, credentialId, version]
      if (model === null) {
        await orm.em.fork().execute(
          `insert into credential_health (credential_id, state, reason, since, until)
           select id, ?, ?, ?, ? from credentials where id = ? and date_trunc('milliseconds', updated_at) <= ?
           on conflict (credential_id) do update
           set state = excluded.state, reason = excluded.reason, since = excluded.since, until = excluded.until`,
          [state, ...values],
        )
        return
      }
      await orm.em.fork().execute(
        `insert into model_cooldowns (credential_id, model, reason, since, until)
         select id, ?, ?, ?, ? from credentials where id = ? and date_trunc('milliseconds', updated_at) <= ?
         on conflict (credential_id, model) do update
         set reason = excluded.reason, since = excluded.since, until = excluded.until`,
        [storableText(model).slice(0, MAX_MODEL_CHARS), ...values],
      )
    },
    async remove({ credentialId, model }, until) {
      const em = orm.em.fork()
      await (model === null
        ? em.execute('delete from credential_health where credential_id = ? and since <= ?', [
            credentialId,
            until,
          ])
        : em.execute('delete from model_cooldowns where credential_id = ? and model = ? and since <= ?', [
            credentialId,
            storableText(model).slice(0, MAX_MODEL_CHARS),
            until,
          ]))
    },
  }
}

const MAX_MODEL_CHARS = 255
