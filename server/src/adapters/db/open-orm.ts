// Opens the database: one ORM per purpose, each with a small pool of its own, and the migrations under a lock.
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { ormOptions } from './orm-options.ts'

export interface OrmPool {
  readonly max: number
  /** A statement that takes longer is cancelled by the server. */
  readonly statementTimeoutMs: number
  readonly log: (message: string) => void
}

export async function openOrm(
  databaseUrl: string,
  { max, statementTimeoutMs, log }: OrmPool,
): Promise<MikroORM> {
  return MikroORM.init({
    ...ormOptions(databaseUrl, log),
    pool: { min: 0, max },
    driverOptions: {
      statement_timeout: statementTimeoutMs,
      // For a server that does not even say so any more.
      query_timeout: statementTimeoutMs + 5000,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      onPoolCreated: giveBrokenConnectionsBack,
    },
  })
}

/**
 * When `begin`, `commit` or `rollback` fails, Kysely (0.29) never gives the connection back, and a few outages use up
 * the pool for good. A connection that has ended is of no use to anybody: it leaves the pool at once.
 */
function giveBrokenConnectionsBack(pool: pg.Pool): void {
  const onEnd = new Map<pg.PoolClient, () => void>()
  pool.on('acquire', (client) => {
    const giveBack = () => {
      client.release(true)
      // Whoever holds it may still let go of it, in vain.
      client.release = () => undefined
    }
    onEnd.set(client, giveBack)
    client.once('end', giveBack)
  })
  pool.on('release', (_error, client) => {
    client.off('end', onEnd.get(client)!)
    onEnd.delete(client)
  })
}

/** A number of our own for pg_advisory_lock. */
const LOCK = 4_102_000

/** Brings the database up to date. Several processes may start at once: one migrates, the others wait. */
export async function migrateDatabase(
  databaseUrl: string,
  log: (message: string) => void,
): Promise<string[]> {
  // No statement timeout: a migration may rewrite a large table.
  const orm = await MikroORM.init(ormOptions(databaseUrl, log))
  const lock = new pg.Client({ connectionString: databaseUrl })
  try {
    await ensureDatabase(orm)
    await lock.connect()
    await lock.query('select pg_advisory_lock($1)', [LOCK])
    return (await orm.migrator.up()).map((migration) => migration.name)
  } finally {
    await lock.end()
    await orm.close()
  }
}

/** Of several processes that start on no database one creates it; the others find it there. */
async function ensureDatabase(orm: MikroORM): Promise<void> {
  try {
    await orm.schema.ensureDatabase()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error
  }
}

/** SQLSTATE of a database that another process has created meanwhile, before or after its row could be seen. */
const DUPLICATE_DATABASE = '42P04'
const UNIQUE_VIOLATION = '23505'

/** Names of the migrations that are not applied yet. Changes nothing. */
export async function pendingMigrations(databaseUrl: string): Promise<string[]> {
  const orm = await MikroORM.init(ormOptions(databaseUrl, () => undefined))
  try {
    return (await orm.migrator.getPending()).map((migration) => migration.name)
  } finally {
    await orm.close()
  }
}
