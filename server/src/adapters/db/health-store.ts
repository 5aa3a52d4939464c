// Credential health in PostgreSQL, shared by all processes.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { HealthStore } from '../../core/routing/health-book.ts'
import { CredentialHealthRow } from './entities/credential-health-row.ts'
import { storableText } from './storable.ts'

export function makeHealthStore(orm: MikroORM): HealthStore {
  return {
    async save(credentialId, health, version) {
      // The credential may have been removed or changed meanwhile: then there is nothing to note.
      await orm.em.fork().execute(
        `insert into credential_health (credential_id, state, reason, since, until)
         select id, ?, ?, ?, ? from credentials where id = ? and date_trunc('milliseconds', updated_at) <= ?
         on conflict (credential_id) do update
         set state = excluded.state, reason = excluded.reason, since = excluded.since, until = excluded.until`,
        [health.state, storableText(health.reason), health.since, health.until, credentialId, version],
      )
    },
    async remove(credentialId, until) {
      await orm.em
        .fork()
        .nativeDelete(CredentialHealthRow, { credential: credentialId, since: { $lte: until } })
    },
  }
}
