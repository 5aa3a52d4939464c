// Every place of the database that holds sealed values.
import type { EntityManager } from '@mikro-orm/postgresql'
import { ENVELOPE_VERSION } from '../../core/vault/envelope.ts'
import type { EnvelopeCount } from '../../core/vault/resealer.ts'
import { SECRET_COLUMNS } from './credential-kind-rows.ts'

export interface SealedTable {
  readonly table: string
  readonly key: string
  /** What people know a row by, in SQL. */
  readonly label: string
  readonly columns: readonly string[]
}

/** What people sign in with besides their password. */
export const SECOND_FACTORS: SealedTable = {
  table: 'second_factors',
  key: 'user_id',
  label: '(select email from auth."user" where id = user_id)',
  columns: ['sealed'],
}

export const SEALED_TABLES: readonly SealedTable[] = [
  { table: 'credentials', key: 'id', label: 'account_id', columns: Object.values(SECRET_COLUMNS) },
  { table: 'oauth_flows', key: 'id', label: 'id', columns: ['sealed'] },
  SECOND_FACTORS,
  { table: 'gateway_secrets', key: 'name', label: 'name', columns: ['sealed'] },
]

const VALUES = SEALED_TABLES.flatMap(({ table, columns }) =>
  columns.map((column) => `select ${column} as value from ${table} where ${column} is not null`),
).join(' union all ')

/** By the key that each is sealed with. */
export function countEnvelopes(em: EntityManager): Promise<EnvelopeCount[]> {
  return em.execute<EnvelopeCount[]>(
    `select split_part(value, '.', 2) as "keyId", count(*)::int as count from (${VALUES}) sealed
     where starts_with(value, '${ENVELOPE_VERSION}.') group by 1 order by 1`,
  )
}
