// Runs one PostgreSQL for all database tests of a run.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { acquireEmbeddedPostgres } from '../src/adapters/embedded-postgres/embedded-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

export function setup(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-db-tests-'))
  // As root the cluster runs as another user, who must get in.
  chmodSync(directory, 0o755)
  const postgres = acquireEmbeddedPostgres(directory, () => undefined)
  project.provide('postgresUrl', postgres.url)
  return () => {
    postgres.release()
    rmSync(directory, { recursive: true, force: true })
  }
}
