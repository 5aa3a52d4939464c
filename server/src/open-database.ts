// The database to use: the one that is configured, or the embedded one, started when it does not run.
import { acquireEmbeddedPostgres } from './adapters/embedded-postgres/embedded-postgres.ts'
import type { Config } from './config/config.ts'

export interface OpenDatabase {
  readonly url: string
  readonly embedded: boolean
  /** Stops the embedded database when nobody else uses it. */
  release(): void
}

export function openDatabaseUrl(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: (message: string) => void,
): OpenDatabase {
  if (config.databaseUrl !== null)
    return { url: config.databaseUrl, embedded: false, release: () => undefined }
  const { url, release } = acquireEmbeddedPostgres(config.dataDir, log)
  return { url, embedded: true, release }
}
