// Brings the database of the environment up to date, or tells what that would apply. No server has to run.
import { migrateDatabase, pendingMigrations } from './adapters/db/open-orm.ts'
import { readDatabaseConfig } from './config/config.ts'
import { openDatabaseUrl } from './open-database.ts'

export interface MigrationReport {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
}

/** @throws ConfigError */
export async function migrate(
  environment: NodeJS.ProcessEnv,
  onlyList: boolean,
  log: (message: string) => void,
): Promise<MigrationReport> {
  const database = openDatabaseUrl(readDatabaseConfig(environment), log)
  try {
    return onlyList
      ? { applied: [], pending: await pendingMigrations(database.url) }
      : { applied: await migrateDatabase(database.url, () => undefined), pending: [] }
  } finally {
    database.release()
  }
}
