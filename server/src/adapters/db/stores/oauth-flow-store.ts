// Sign-ins that have begun, in PostgreSQL, so that any replica can complete them. What matters is sealed.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../../core/admin/actor.ts'
import { Secret } from '../../../core/vault/secret.ts'
import type { SealedPlace, Vault } from '../../../core/vault/vault.ts'
import type { OAuthFlow, OAuthFlowDetails, OAuthFlowStore } from '../../../core/oauth/flow/oauth-flow.ts'

interface FlowRow {
  readonly id: string
  readonly state_digest: Uint8Array
  readonly actor_kind: Actor['kind']
  readonly actor_id: string | null
  readonly sealed: string
  readonly expires_at: string | Date
}

const placeOf = (rowId: string): SealedPlace => ({ table: 'oauth_flows', column: 'sealed', rowId })

export function makeOAuthFlowStore(em: EntityManager, vault: Vault): OAuthFlowStore {
  return {
    async insert({ id, stateDigest, actor, expiresAt, details }, now) {
      await em.execute(`delete from oauth_flows where expires_at < ?::timestamptz - interval '1 day'`, [now])
      await em.execute(
        `insert into oauth_flows (id, state_digest, actor_kind, actor_id, sealed, created_at, expires_at)
         values (?, ?, ?, ?, ?, ?, ?)`,
        [
          id,
          Buffer.from(stateDigest),
          actor.kind,
          actor.id,
          vault.seal(placeOf(id), new Secret(JSON.stringify(details))),
          now,
          expiresAt,
        ],
      )
    },
    async get(by) {
      const [column, value] =
        'id' in by ? (['id', by.id] as const) : (['state_digest', Buffer.from(by.stateDigest)] as const)
      const [row] = await em.execute<FlowRow[]>(
        `select * from oauth_flows where ${column} = ? and used_at is null for update`,
        [value],
      )
      return row ? toFlow(vault, row) : null
    },
    async use(id, now) {
      await em.execute('update oauth_flows set used_at = ?, sealed = null where id = ?', [now, id])
    },
  }
}

function toFlow(vault: Vault, row: FlowRow): OAuthFlow {
  const details = vault.open(placeOf(row.id), row.sealed).reveal()
  return {
    id: row.id,
    stateDigest: row.state_digest,
    actor: { kind: row.actor_kind, id: row.actor_id },
    expiresAt: new Date(row.expires_at),
    details: JSON.parse(details) as OAuthFlowDetails,
  }
}
