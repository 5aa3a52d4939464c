import { getMigrations } from 'better-auth/db/migration'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { SILENT_LOG } from '../../../test/silent-log.ts'
import type { Actor } from '../../core/admin/actor.ts'
import { SYSTEM_ACTOR } from '../../core/admin/actor.ts'
import { newCredential } from '../../core/credentials/new-credential.ts'
import { makeCreateKey } from '../../core/keys/create-key.ts'
import { makeCreateProject } from '../../core/projects/create-project.ts'
import { makeSetRouting } from '../../core/projects/set-routing.ts'
import { createCredential } from '../../core/credentials/create-credential.ts'
import { listCredentials } from '../../core/credentials/list-credentials.ts'
import { makeCreateOwner } from '../../core/people/create-owner.ts'
import { digestBucket } from '../../core/routing/gateway-state.ts'
import { authOptions } from '../auth/better-auth.ts'
import { equalTexts, randomKeyPart, sha256 } from '../crypto/digests.ts'
import { makeIdentityTokenFile } from '../identity-token/identity-token-file.ts'
import { makeGrants } from '../../core/oauth/tokens/grants.ts'
import { makeGatewayStateSource } from './gateway-state-source.ts'
import { makeHealthStore } from './health-store.ts'
import { sealPlainSecrets } from './seal-plain-secrets.ts'

const ACTOR: Actor = { ...SYSTEM_ACTOR, kind: 'admin_token', name: 'admin token', address: '127.0.0.1' }
const SECRET = `ABSK${'s'.repeat(60)}`

const noCall = () => Promise.reject(new Error('nothing is renewed here'))

async function world() {
  const database = await migratedDatabase()
  const deps = {
    ...database,
    endpointGuard: { denial: () => Promise.resolve(null) },
    firstExchange: () => null,
    healthOf: () => null,
    grants: makeGrants({
      endpoint: { unavailable: () => null, refresh: noCall, federate: noCall },
      identityToken: makeIdentityTokenFile(null),
      now: database.now,
    }),
    randomKeyPart,
    digest: sha256,
  }
  return {
    ...database,
    createCredential: createCredential.bind(null, deps),
    listCredentials: listCredentials.bind(null, deps),
    createProject: makeCreateProject(deps),
    setRouting: makeSetRouting(deps),
    createKey: makeCreateKey(deps),
    source: makeGatewayStateSource(database),
  }
}

const bedrockInput = (accountId: string) =>
  ({
    provider: 'bedrock',
    method: 'api_key',
    accountId,
    name: accountId,
    apiKey: SECRET,
    region: 'us-east-1',
    surface: 'invoke',
    geography: 'auto',
  }) as const

describe('credentials', () => {
  test('secrets are sealed in the table and open again in the gateway’s state', async () => {
    const { createCredential, createProject, setRouting, source, sql } = await world()
    const { id } = await createCredential(ACTOR, bedrockInput('acc_b'))
    const { rows } = await sql.query<{ aws_api_key: string }>('select aws_api_key from credentials')
    expect(rows[0]!.aws_api_key).toMatch(/^hgv1\.test\./)
    const project = await createProject(ACTOR, { slug: 'p', name: 'P' })
    await setRouting(ACTOR, {
      id: project.id,
      strategy: 'priority',
      pool: [{ credentialId: id, priority: 0, weight: 1 }],
    })
    const { state } = await source.load()
    const [member] = state.projects.get(project.id)!.pool
    expect(member!.candidate.secret.method === 'api_key' && member!.candidate.secret.apiKey.reveal()).toBe(
      SECRET,
    )
  })

  test('an account id is unique, also when two arrive at once', async () => {
    const { createCredential } = await world()
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => createCredential(ACTOR, bedrockInput('same'))),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'conflict', message: "accountId: 'same' is taken." },
    })
  })

  test('lists page by key', async () => {
    const { createCredential, listCredentials } = await world()
    for (const name of ['c', 'a', 'b']) await createCredential(ACTOR, bedrockInput(name))
    const first = await listCredentials({ limit: 2 })
    expect(first.items.map((item) => item.accountId)).toEqual(['a', 'b'])
    const second = await listCredentials({ limit: 2, cursor: first.nextCursor! })
    expect([second.items.map((item) => item.accountId), second.nextCursor]).toEqual([['c'], null])
  })

  test('a change that fails leaves no audit row behind', async () => {
    const { createCredential, sql } = await world()
    await createCredential(ACTOR, bedrockInput('a'))
    await createCredential(ACTOR, bedrockInput('a')).catch(() => undefined)
    const { rows } = await sql.query<{ n: number }>('select count(*)::int as n from audit_events')
    expect(rows[0]!.n).toBe(1)
  })
})

describe('audit', () => {
  test('every change is written down with its actor, and never with a secret', async () => {
    const { createCredential, createProject, createKey, setRouting, sql } = await world()
    const { id } = await createCredential(ACTOR, bedrockInput('acc'))
    const project = await createProject(ACTOR, { slug: 'p', name: 'P' })
    await setRouting(ACTOR, {
      id: project.id,
      strategy: 'weighted',
      pool: [{ credentialId: id, priority: 0, weight: 2 }],
    })
    const { key } = await createKey(ACTOR, { projectId: project.id, name: 'k' })
    const { rows } = await sql.query<Record<string, unknown>>('select * from audit_events order by at')
    expect(rows.map(({ action, actor_name, address }) => [action, actor_name, address])).toEqual([
      ['credential.create', 'admin token', '127.0.0.1'],
      ['project.create', 'admin token', '127.0.0.1'],
      ['project.set_routing', 'admin token', '127.0.0.1'],
      ['key.create', 'admin token', '127.0.0.1'],
    ])
    expect(rows[2]!.after).toEqual({
      slug: 'p',
      strategy: 'weighted',
      pool: [{ accountId: 'acc', priority: 0, weight: 2 }],
    })
    expect(JSON.stringify(rows)).not.toContain(SECRET)
    expect(JSON.stringify(rows)).not.toContain(key)
  })
})

describe('gateway state', () => {
  test('the version grows with every kind of change, and a listener hears of it', async () => {
    const { createCredential, createProject, createKey, setRouting, source, orm, sql } = await world()
    const heard: string[] = []
    sql.on('notification', ({ channel }) => heard.push(channel))
    await sql.query('listen headgate_change')
    let version = await source.version()
    async function grows(change: () => Promise<unknown>): Promise<void> {
      await change()
      const next = await source.version()
      expect(Number(next)).toBeGreaterThan(Number(version))
      version = next
    }
    let credentialId = ''
    let projectId = ''
    await grows(async () => (credentialId = (await createCredential(ACTOR, bedrockInput('a'))).id))
    await grows(async () => (projectId = (await createProject(ACTOR, { slug: 'p', name: 'P' })).id))
    await grows(() =>
      setRouting(ACTOR, {
        id: projectId,
        strategy: 'priority',
        pool: [{ credentialId, priority: 0, weight: 1 }],
      }),
    )
    await grows(() => createKey(ACTOR, { projectId, name: 'k' }))
    const health = { state: 'cooling', reason: 'r', since: new Date(), until: new Date() } as const
    await grows(() => makeHealthStore(orm).save({ credentialId, model: null }, health, new Date()))
    await grows(() => sql.query(`delete from credentials`))
    await sql.query('select 1')
    expect(heard).not.toEqual([])
  })

  test('keys are found by digest, with the time when they were revoked', async () => {
    const { createProject, createKey, source, sql } = await world()
    const { id } = await createProject(ACTOR, { slug: 'p', name: 'P' })
    const { key } = await createKey(ACTOR, { projectId: id, name: 'k', expiresAt: '2099-01-01T00:00:00Z' })
    const digest = sha256(key)
    const found = async () => (await source.load()).state.keys.get(digestBucket(digest))
    expect(await found()).toMatchObject([
      { projectId: id, name: 'k', expiresAt: new Date('2099-01-01T00:00:00Z'), revokedAt: null },
    ])
    expect(Buffer.from((await found())![0]!.digest)).toEqual(digest)
    await sql.query('update project_keys set revoked_at = now()')
    expect(await found()).toMatchObject([{ revokedAt: expect.any(Date) as unknown }])
  })

  test('health of a credential that is gone, or was changed since, is not kept', async () => {
    const { orm, sql, createCredential } = await world()
    const health = { state: 'cooling', reason: 'r', since: new Date(), until: new Date() } as const
    const store = makeHealthStore(orm)
    await store.save({ credentialId: crypto.randomUUID(), model: null }, health, new Date())
    const { id, updatedAt } = await createCredential(ACTOR, bedrockInput('acc_changed'))
    await store.save({ credentialId: id, model: null }, health, new Date(Date.parse(updatedAt) - 1))
    expect((await sql.query('select * from credential_health')).rows).toEqual([])
    await store.save({ credentialId: id, model: null }, health, new Date(updatedAt))
    expect((await sql.query('select * from credential_health')).rows).toHaveLength(1)
  })
})

test('plain secrets of an adopted database are sealed once, and open in place', async () => {
  const { orm, vault, newId, now, sql, read } = await world()
  await sql.query(`insert into credentials (account_id, account_name, provider, oauth_access_token, oauth_refresh_token, oauth_expires_at, oauth_scopes)
    values ('acc_old', 'Old', 'anthropic', 'sk-ant-oat01-plain', 'sk-ant-ort01-plain', '2027-01-01', '{}')`)
  const deps = { orm, vault, newId, now }
  expect(await sealPlainSecrets(deps)).toEqual(['acc_old'])
  expect(await sealPlainSecrets(deps)).toEqual([])
  const { rows } = await sql.query<{ id: string; oauth_access_token: string; oauth_refresh_token: string }>(
    'select * from credentials',
  )
  expect(rows[0]!.oauth_access_token).toMatch(/^hgv1\./)
  expect(rows[0]!.oauth_refresh_token).toMatch(/^hgv1\./)
  const secret = await read(({ credentials }) => credentials.secretOf(rows[0]!.id))
  expect(secret.method === 'oauth' && secret.accessToken.reveal()).toBe('sk-ant-oat01-plain')
  // Damaged, it is no plain text.
  await sql.query(`update credentials set oauth_access_token = left(oauth_access_token, 12)`)
  expect(await sealPlainSecrets(deps)).toEqual([])
})

test('a sealed secret that is moved to another row does not open there', async () => {
  const { transact, read, sql, newId, now } = await world()
  const ids = [newId(), newId()] as const
  for (const [i, id] of ids.entries()) {
    const { credential, secret } = newCredential(bedrockInput(`acc_${i}`), id, now())
    await transact(({ credentials }) => credentials.insert(credential, secret))
  }
  await sql.query(
    'update credentials set aws_api_key = (select aws_api_key from credentials where id = $1) where id = $2',
    [...ids],
  )
  await expect(read(({ credentials }) => credentials.secretOf(ids[1]))).rejects.toThrow('cannot be opened')
})

describe('people', () => {
  async function setUp() {
    const stores = await world()
    const createOwner = makeCreateOwner({
      ...stores,
      equalTexts,
      setupCode: 'code',
      hashPassword: () => Promise.resolve('hash'),
    })
    return { ...stores, createOwner }
  }

  test('of several owners at once one comes to be', async () => {
    const { createOwner, sql } = await setUp()
    const input = (i: number) => ({
      code: 'code',
      name: 'O',
      email: `Owner${i}@Example.com`,
      password: 'a long password',
    })
    const results = await Promise.allSettled([1, 2, 3].map((i) => createOwner(null, input(i))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await sql.query('select role from auth."user"')).rows).toEqual([{ role: 'owner' }])
    await expect(createOwner(null, { ...input(9), code: 'wrong' })).rejects.toMatchObject({
      kind: 'forbidden',
    })
  })

  test('whoever comes in by the identity provider first does not take the owner’s place', async () => {
    const { createOwner, transact, read, newId } = await setUp()
    const vic = { id: newId(), name: 'Vic', email: 'vic@example.com', role: 'viewer' } as const
    await transact(({ people }) => people.insert({ ...vic, passwordHash: null }))
    const owner = { code: 'code', name: 'O', email: 'owner@example.com', password: 'a long password' }
    await expect(createOwner(null, { ...owner, email: 'Vic@example.com' })).rejects.toMatchObject({
      kind: 'conflict',
    })
    expect(await createOwner(null, owner)).toEqual({ email: owner.email })
    expect(await read(({ people }) => people.countOwners())).toBe(1)
  })

  test('the migration makes the tables that better-auth expects', async () => {
    const { url } = await migratedDatabase()
    const pool = new pg.Pool({ connectionString: url, options: '-c search_path=auth' })
    onTestFinished(() => pool.end())
    const { toBeCreated, toBeAdded } = await getMigrations(
      authOptions(pool, {
        publicUrl: 'http://localhost',
        trustedOrigins: [],
        secret: 'x'.repeat(32),
        noteSession: () => Promise.resolve(),
        guard: { admit: () => Promise.resolve(null), secondFactor: () => Promise.resolve('not_needed') },
        log: SILENT_LOG,
      }),
    )
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
  })
})
