// Brings sealed values under the first encryption key, a few rows to a transaction, while everything else goes on.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { Secret } from '../../core/credentials/credential.ts'
import type { FailedReseal, Resealer } from '../../core/credentials/resealer.ts'
import type { SealedPlace, Vault } from '../../core/credentials/vault.ts'
import { countEnvelopes, SEALED_TABLES, type SealedTable } from './sealed-places.ts'

export interface ResealerDeps {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly batchRows?: number
}

type Row = Readonly<Record<string, string | null>>

interface Batch {
  readonly resealed: number
  readonly failed: readonly FailedReseal[]
  /** Null when nothing is behind it. */
  readonly last: string | null
}

/** Another replica may write under an old key behind the row that was looked at last. */
const MAX_PASSES = 3

export function makeResealer({ orm, vault, batchRows = 25 }: ResealerDeps): Resealer {
  const keyId = vault.sealingKeyId

  async function pass(): Promise<{ resealed: number; failed: FailedReseal[] }> {
    let resealed = 0
    const failed: FailedReseal[] = []
    for (const table of SEALED_TABLES) {
      let after: string | null = null
      do {
        const cursor: string | null = after
        const batch: Batch = await orm.em.fork().transactional((em) => resealBatch(em, table, cursor))
        resealed += batch.resealed
        failed.push(...batch.failed)
        after = batch.last
      } while (after !== null)
    }
    return { resealed, failed }
  }

  /** The rows stay locked until they are written: who changes them meanwhile waits, and is not undone. */
  async function resealBatch(em: EntityManager, table: SealedTable, after: string | null): Promise<Batch> {
    const rows = await em.execute<Row[]>(...selectOthers(table, after, keyId, batchRows))
    const failed: FailedReseal[] = []
    let resealed = 0
    for (const row of rows) {
      try {
        resealed += await resealRow(em, table, row)
      } catch (error) {
        if (!(error instanceof Unopened)) throw error
        failed.push({ of: `${table.table} ${row['label']}`, reason: error.message })
      }
    }
    return { resealed, failed, last: rows.length < batchRows ? null : rows.at(-1)!['key']! }
  }

  async function resealRow(
    em: EntityManager,
    { table, key, columns }: SealedTable,
    row: Row,
  ): Promise<number> {
    const rowId = row['key']!
    const changes = columns.flatMap((column) => {
      const old = row[column]
      if (!old || vault.keyIdOf(old) === keyId) return []
      const place = { table, column, rowId }
      return [{ column, old, sealed: vault.seal(place, open(place, old)) }]
    })
    if (changes.length === 0) return 0
    const set = changes.map(({ column }) => `${column} = ?`).join(', ')
    const still = changes.map(({ column }) => `${column} = ?`).join(' and ')
    const { affectedRows } = await em.execute<{ affectedRows: number }>(
      `update ${table} set ${set} where ${key} = ? and ${still}`,
      [...changes.map(({ sealed }) => sealed), rowId, ...changes.map(({ old }) => old)],
      'run',
    )
    return affectedRows === 1 ? changes.length : 0
  }

  function open(place: SealedPlace, value: string): Secret {
    if (!vault.isSealed(value)) return new Secret(value)
    try {
      return vault.open(place, value)
    } catch (cause) {
      throw new Unopened(cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }

  return {
    keyId,
    count: () => countEnvelopes(orm.em.fork()),
    async reseal() {
      // Nobody can complete these any more.
      await orm.em.fork().execute('delete from oauth_flows where expires_at < now()')
      let resealed = 0
      for (let i = 1; ; i++) {
        const done = await pass()
        resealed += done.resealed
        if (done.resealed === 0 || i === MAX_PASSES) return { resealed, failed: done.failed }
      }
    },
  }
}

class Unopened extends Error {
  override name = 'Unopened'
}

/** Not what is under the key already: read again once the lock is there. */
function selectOthers(
  { table, key, label, columns }: SealedTable,
  after: string | null,
  keyId: string,
  limit: number,
): [string, unknown[]] {
  const other = columns.map((column) => `not starts_with(${column}, ?)`).join(' or ')
  const prefixes = columns.map(() => `hgv1.${keyId}.`)
  const behind = after === null ? '' : `and ${key} > ?`
  return [
    `select ${key}::text as key, ${label}::text as label, ${columns.join(', ')} from ${table}
     where (${other}) ${behind} order by ${key} limit ${limit} for no key update`,
    [...prefixes, ...(after === null ? [] : [after])],
  ]
}
