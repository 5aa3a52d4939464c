// Brings sealed values under the first encryption key, a few rows to a transaction, while everything else goes on.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { Secret } from '../../core/vault/secret.ts'
import { envelopeStart } from '../../core/vault/envelope.ts'
import type { Resealer } from '../../core/vault/resealer.ts'
import { neededKeyId, type SealedPlace, type Vault } from '../../core/vault/vault.ts'
import { findUnopened } from './find-unopened.ts'
import { countEnvelopes, SEALED_TABLES, type SealedTable } from './sealed-places.ts'

export interface ResealerDeps {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly batchRows?: number
}

type Row = Readonly<Record<string, string | null>>

interface Batch {
  readonly resealed: number
  /** Null when nothing is behind it. */
  readonly last: string | null
}

/** Another replica may write under an old key behind the row that was looked at last. */
const MAX_PASSES = 3

export function makeResealer({ orm, vault, batchRows = 25 }: ResealerDeps): Resealer {
  const keyId = vault.sealingKeyId

  async function pass(): Promise<number> {
    let resealed = 0
    for (const table of SEALED_TABLES) {
      let after: string | null = null
      do {
        const cursor: string | null = after
        const batch: Batch = await orm.em.fork().transactional((em) => resealBatch(em, table, cursor))
        resealed += batch.resealed
        after = batch.last
      } while (after !== null)
    }
    return resealed
  }

  /** The rows stay locked until they are written: who changes them meanwhile waits, and is not undone. */
  async function resealBatch(em: EntityManager, table: SealedTable, after: string | null): Promise<Batch> {
    const rows = await em.execute<Row[]>(...selectOthers(table, after, keyId, batchRows))
    let resealed = 0
    for (const row of rows) resealed += await resealRow(em, table, row)
    return { resealed, last: rows.length < batchRows ? null : rows.at(-1)!['key']! }
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
      const secret = open(place, old)
      return secret ? [{ column, old, sealed: vault.seal(place, secret) }] : []
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

  /** Null when no key at hand opens it: it stays as it is. */
  function open(place: SealedPlace, value: string): Secret | null {
    if (!vault.isSealed(value)) return new Secret(value)
    try {
      return vault.open(place, value)
    } catch (error) {
      if (neededKeyId(error) === null) throw error
      return null
    }
  }

  /** Everything is opened once more, also what was under the first key before: another one may have its id. */
  async function unopened() {
    const found = await findUnopened(orm.em.fork(), vault)
    return found.map(({ of, error }) => ({ of, reason: error.message }))
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
        resealed += done
        if (done === 0 || i === MAX_PASSES) return { resealed, failed: await unopened() }
      }
    },
  }
}

/** Not what is under the key already: read again once the lock is there. */
function selectOthers(
  { table, key, columns }: SealedTable,
  after: string | null,
  keyId: string,
  limit: number,
): [string, unknown[]] {
  const other = columns.map((column) => `not starts_with(${column}, ?)`).join(' or ')
  const prefixes = columns.map(() => envelopeStart(keyId))
  const behind = after === null ? '' : `and ${key} > ?`
  return [
    `select ${key}::text as key, ${columns.join(', ')} from ${table}
     where (${other}) ${behind} order by ${key} limit ${limit} for no key update`,
    [...prefixes, ...(after === null ? [] : [after])],
  ]
}
