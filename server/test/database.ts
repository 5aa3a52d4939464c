// Databases for tests: fresh ones on the PostgreSQL of this run, and the ports a test needs to work on them.
import { randomBytes, randomUUID } from 'node:crypto'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { makeAesGcmVault } from '../src/adapters/crypto/aes-gcm-vault.ts'
import { parseKeyRing } from '../src/adapters/crypto/key-ring.ts'
import { ormOptions } from '../src/adapters/db/orm-options.ts'
import { makeUnitOfWork } from '../src/adapters/db/unit-of-work.ts'

/** An empty database; dropped with the cluster at the end of the run. */
export function emptyDatabase(): Promise<Database> {
  return createDatabase('template1')
}

export interface Database {
  readonly url: string
  readonly sql: pg.Client
}

async function createDatabase(template: string): Promise<Database> {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  await admin.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  const sql = new pg.Client({ connectionString: url.href })
  await sql.connect()
  onTestFinished(() => sql.end())
  return { url: url.href, sql }
}

export async function migratedDatabase() {
  const database = await createDatabase(inject('migratedTemplate'))
  const orm = await MikroORM.init(ormOptions(database.url, () => undefined))
  onTestFinished(() => orm.close())
  const vault = makeAesGcmVault(parseKeyRing(`test:${Buffer.alloc(32, 7).toString('base64')}`))
  const now = () => new Date()
  const newId = () => randomUUID()
  return { ...database, orm, vault, now, newId, ...makeUnitOfWork({ orm, vault, newId, now }) }
}
