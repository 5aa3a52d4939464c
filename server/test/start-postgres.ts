// Runs one PostgreSQL for all database tests of a run.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '../src/adapters/db/open-orm.ts'
import { acquireEmbeddedPostgres } from '../src/adapters/embedded-postgres/embedded-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
    /** Name of a migrated database without connections. */
    migratedTemplate: string
  }
}

/** Made once, copied for every test that needs a migrated database. */
const TEMPLATE = 'migrated_template'

export async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-db-tests-'))
  // As root the cluster runs as another user, who must get in.
  chmodSync(directory, 0o755)
  const postgres = acquireEmbeddedPostgres(directory, () => undefined)
  project.provide('postgresUrl', postgres.url)
  const template = new URL(postgres.url)
  template.pathname = `/${TEMPLATE}`
  await migrateDatabase(template.href, () => undefined)
  project.provide('migratedTemplate', TEMPLATE)
  return () => {
    postgres.release()
    rmSync(directory, { recursive: true, force: true })
  }
}
