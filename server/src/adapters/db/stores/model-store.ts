// Overrides and learned rejections in PostgreSQL, with plain SQL: few rows of simple shapes.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UnsupportedParameter } from '../../../core/models/compatibility-cache.ts'
import type { ModelOverride } from '../../../core/models/model-override.ts'
import type { ModelStore } from '../../../core/models/model-store.ts'

interface OverrideRow {
  readonly id: string
  readonly credential_id: string | null
  readonly model: string
  readonly upstream_model: string | null
  readonly base_model: string | null
  readonly drop_betas: string[]
  readonly drop_fields: string[]
  readonly created_at: string | Date
  readonly updated_at: string | Date
}

interface LearnedRow {
  readonly credential_id: string
  readonly upstream_model: string
  readonly kind: UnsupportedParameter['kind']
  readonly name: string
  readonly reason: string
  readonly learned_at: string | Date
}

export function makeModelStore(em: EntityManager): ModelStore {
  const find = async (where: string, parameters: unknown[]) => {
    const rows = await em.execute<OverrideRow[]>(
      `select * from model_overrides where ${where} order by model, credential_id nulls first`,
      parameters,
    )
    return rows.map(toOverride)
  }
  return {
    overrides: () => find('true', []),
    override: async (id) => (await find('id = ?', [id]))[0] ?? null,
    async overrideFor(model, credentialId) {
      // There may be no row yet to lock: whoever wants to write one waits for whoever was first.
      if (em.isInTransaction()) await em.execute(`select pg_advisory_xact_lock(hashtext('model_overrides'))`)
      const found = await find('model = ? and credential_id is not distinct from ?::uuid', [
        model,
        credentialId,
      ])
      return found[0] ?? null
    },
    async saveOverride(override) {
      const { id, credentialId, model, upstreamModel, baseModel, createdAt, updatedAt } = override
      await em.execute(
        `insert into model_overrides
           (id, credential_id, model, upstream_model, base_model, drop_betas, drop_fields, created_at, updated_at)
         values (?, ?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)),
           array(select jsonb_array_elements_text(?::jsonb)), ?, ?)
         on conflict (id) do update set upstream_model = excluded.upstream_model, base_model = excluded.base_model,
           drop_betas = excluded.drop_betas, drop_fields = excluded.drop_fields, updated_at = excluded.updated_at`,
        [
          id,
          credentialId,
          model,
          upstreamModel,
          baseModel,
          JSON.stringify(override.dropBetas),
          JSON.stringify(override.dropFields),
          createdAt,
          updatedAt,
        ],
      )
    },
    async removeOverride(id) {
      await em.execute('delete from model_overrides where id = ?', [id])
    },
    learned: () => readLearned(em),
    async forgetLearned(credentialId, upstreamModel) {
      const rows = await em.execute<unknown[]>(
        `delete from unsupported_parameters where credential_id = ? and (?::text is null or upstream_model = ?)
         returning name`,
        [credentialId, upstreamModel, upstreamModel],
      )
      return rows.length
    },
  }
}

export async function readOverrides(em: EntityManager): Promise<ModelOverride[]> {
  return makeModelStore(em).overrides()
}

export async function readLearned(em: EntityManager): Promise<UnsupportedParameter[]> {
  const rows = await em.execute<LearnedRow[]>(
    'select * from unsupported_parameters order by credential_id, upstream_model, kind, name',
  )
  return rows.map((row) => ({
    credentialId: row.credential_id,
    upstreamModel: row.upstream_model,
    kind: row.kind,
    name: row.name,
    reason: row.reason,
    learnedAt: new Date(row.learned_at),
  }))
}

function toOverride(row: OverrideRow): ModelOverride {
  return {
    id: row.id,
    credentialId: row.credential_id,
    model: row.model,
    upstreamModel: row.upstream_model,
    baseModel: row.base_model,
    dropBetas: row.drop_betas,
    dropFields: row.drop_fields,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  }
}
