// The database at the start: its tables as this version wants them, no secret in plain, and the pools that are used from then on.
import type { MikroORM } from '@mikro-orm/postgresql'
import { migrateDatabase, openOrm } from '../adapters/db/open-orm.ts'
import { ensureRequestPartitions } from '../adapters/db/request-partitions.ts'
import { sealPlainSecrets } from '../adapters/db/seal-plain-secrets.ts'
import type { Vault } from '../core/vault/vault.ts'
import type { Logger } from '../core/log.ts'

export interface DatabasePorts {
  readonly url: string
  readonly vault: Vault
  readonly log: Logger
  readonly newId: () => string
  readonly now: () => Date
}

/** The data plane never waits for the console: each has its own connections. */
export interface Databases {
  readonly dataOrm: MikroORM
  readonly consoleOrm: MikroORM
}

export async function composeDatabase(ports: DatabasePorts): Promise<Databases> {
  const { url, log, now } = ports
  const ormLog = (message: string) => log.debug({ from: 'orm' }, message)
  const applied = await migrateDatabase(url, ormLog)
  if (applied.length > 0) log.info({ applied }, 'the database was migrated')
  const dataOrm = await openOrm(url, { max: 4, statementTimeoutMs: 30_000, log: ormLog })
  const consoleOrm = await openOrm(url, { max: 6, statementTimeoutMs: 10_000, log: ormLog })
  // Rows without a partition of their month have a place: a start never fails for it.
  await ensureRequestPartitions(dataOrm, now()).catch((error: unknown) =>
    log.warn({ error }, 'the monthly partitions of the request log could not be made'),
  )
  const sealed = await sealPlainSecrets({ ...ports, orm: dataOrm })
  if (sealed.length > 0) log.info({ credentials: sealed }, 'plain secrets of an older database were sealed')
  return { dataOrm, consoleOrm }
}
