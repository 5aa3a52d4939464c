// Which sealed values no key at hand opens.
import type { EntityManager } from '@mikro-orm/postgresql'
import { neededKeyId, type Vault } from '../../core/vault/vault.ts'
import { SEALED_TABLES, type SealedTable } from './sealed-places.ts'

export interface Unopened {
  /** Table and label of the row. */
  readonly of: string
  readonly error: Error
}

type Row = Readonly<Record<string, string | null>>

const BATCH_ROWS = 500

export async function findUnopened(
  em: EntityManager,
  vault: Vault,
  tables: readonly SealedTable[] = SEALED_TABLES,
): Promise<Unopened[]> {
  const found: Unopened[] = []
  for (const table of tables) {
    let after = ''
    for (;;) {
      const rows = await em.execute<Row[]>(
        `select ${table.key}::text as key, ${table.label}::text as label, ${table.columns.join(', ')}
         from ${table.table} where ${table.key}::text > ? order by ${table.key}::text limit ${BATCH_ROWS}`,
        [after],
      )
      found.push(...rows.flatMap((row) => unopenedOf(vault, table, row)))
      if (rows.length < BATCH_ROWS) break
      after = rows.at(-1)!['key']!
    }
  }
  return found
}

function unopenedOf(vault: Vault, { table, columns }: SealedTable, row: Row): Unopened[] {
  return columns.flatMap((column) => {
    const value = row[column]
    if (!value || !vault.isSealed(value)) return []
    try {
      vault.open({ table, column, rowId: row['key']! }, value)
      return []
    } catch (error) {
      if (neededKeyId(error) === null || !(error instanceof Error)) throw error
      return [{ of: `${table} ${row['label']}`, error }]
    }
  })
}
