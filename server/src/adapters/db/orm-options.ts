// How MikroORM sees the database, for the server and for its own command line alike.
import { fileURLToPath } from 'node:url'
import { Migrator } from '@mikro-orm/migrations'
import { defineConfig, type Options } from '@mikro-orm/postgresql'
import { AuditEventRow } from './entities/audit-event-row.ts'
import { CredentialHealthRow } from './entities/credential-health-row.ts'
import { CredentialRow } from './entities/credential-row.ts'
import { ProjectCredentialRow } from './entities/project-credential-row.ts'
import { ProjectKeyRow } from './entities/project-key-row.ts'
import { ProjectRow } from './entities/project-row.ts'

/** Tables that are written and read with plain SQL, and those of an adopted database, are none of the ORM's business. */
const MAPPED = 'credentials|projects|project_credentials|project_keys|credential_health|audit_events'
const UNMAPPED_TABLES = [new RegExp(`^(?!(?:[^.]+\\.)?(?:${MAPPED})$)`)]

/** @param log where the ORM reports; its own command line writes to the terminal by itself */
export function ormOptions(databaseUrl: string, log?: (message: string) => void): Options {
  return defineConfig({
    clientUrl: databaseUrl,
    entities: [
      CredentialRow,
      ProjectRow,
      ProjectCredentialRow,
      ProjectKeyRow,
      CredentialHealthRow,
      AuditEventRow,
    ],
    extensions: [Migrator],
    schemaGenerator: { skipTables: UNMAPPED_TABLES, ignoreSchema: ['auth'], ignoreTriggers: true },
    migrations: {
      path: fileURLToPath(new URL('../../../../migrations', import.meta.url)),
      glob: 'Migration*.ts',
      // `check` compares with the database itself.
      snapshot: false,
      safe: true,
    },
    forceUtcTimezone: true,
    ...(log && { logger: log, colors: false }),
    pool: { min: 0, max: 10 },
  })
}
