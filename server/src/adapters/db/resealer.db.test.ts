// Re-sealing while others work: interrupted, repeated, on several instances at once, against writers.
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { SYSTEM_ACTOR } from '../../core/admin/actor.ts'
import { makeRotateEncryptionKey } from '../../core/vault/rotate-encryption-key.ts'
import { createCredential } from '../../core/credentials/create-credential.ts'
import { Secret } from '../../core/vault/secret.ts'
import type { Vault } from '../../core/vault/vault.ts'
import { makeAesGcmVault } from '../crypto/aes-gcm-vault.ts'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { makeGatewayStateSource } from './gateway-state-source.ts'
import { openOrm } from './open-orm.ts'
import { makeResealer } from './resealer.ts'
import { loadOrCreateRootSecret } from './root-secret.ts'
import { sealPlainSecrets } from './seal-plain-secrets.ts'
import { makeUnitOfWork } from './unit-of-work.ts'

const OLD = `test:${Buffer.alloc(32, 7).toString('base64')}`
const NEW = `new:${Buffer.alloc(32, 8).toString('base64')}`
const secretOf = (i: number) => `ABSK${String(i).padStart(4, '0')}${'x'.repeat(40)}`

/** `count` credentials and the root secret under the old key. */
async function world(count: number) {
  const database = await migratedDatabase()
  const { orm, vault, sql, url, newId, now } = database
  const endpointGuard = { denial: () => Promise.resolve(null) }
  const create = createCredential.bind(null, { ...database, endpointGuard, firstExchange: () => null })
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const { id } = await create(SYSTEM_ACTOR, {
      provider: 'bedrock',
      method: 'api_key',
      accountId: `acc_${i}`,
      name: 'B',
      apiKey: secretOf(i),
      region: 'us-east-1',
      surface: 'invoke',
      geography: 'auto',
    })
    ids.push(id)
  }
  const root = await loadOrCreateRootSecret({ orm, vault, random: () => 'root' })
  const rotated = makeAesGcmVault(parseKeyRing(`${NEW},${OLD}`))

  async function instance(wrap: (vault: Vault) => Vault = (it) => it) {
    const own = await openOrm(url, { max: 3, statementTimeoutMs: 20_000, log: () => undefined })
    onTestFinished(() => own.close())
    return makeResealer({ orm: own, vault: wrap(rotated), batchRows: 5 })
  }
  async function keyIds(): Promise<string[]> {
    const { rows } = await sql.query<{ id: string }>(
      `select distinct split_part(aws_api_key, '.', 2) as id from credentials order by 1`,
    )
    return rows.map(({ id }) => id)
  }
  /** What the new ring opens. */
  async function secrets(): Promise<string[]> {
    const { read } = makeUnitOfWork({ orm, vault: rotated, newId, now })
    const all = await read(({ credentials }) => Promise.all(ids.map((id) => credentials.secretOf(id))))
    return all.map((secret) => (secret.method === 'api_key' ? secret.apiKey.reveal() : ''))
  }
  return { ...database, ids, rotated, root, instance, keyIds, secrets }
}

const expected = (count: number) => Array.from({ length: count }, (_, i) => secretOf(i))

test('everything comes under the first key, opens with it alone, and again changes nothing', async () => {
  const { instance, keyIds, secrets, transact, orm, ids } = await world(12)
  const resealer = await instance()
  expect(await resealer.count()).toEqual([{ keyId: 'test', count: 13 }])
  const rotate = makeRotateEncryptionKey({ transact, resealer })
  const done = { keyId: 'new', failed: [], envelopes: [{ keyId: 'new', count: 13 }], complete: true }
  expect(await rotate(SYSTEM_ACTOR)).toEqual({ ...done, resealed: 13 })
  expect(await rotate(SYSTEM_ACTOR)).toEqual({ ...done, resealed: 0 })
  expect([await keyIds(), await secrets()]).toEqual([['new'], expected(12)])
  const alone = makeAesGcmVault(parseKeyRing(NEW))
  const { unreadable, envelopes } = await makeGatewayStateSource({ orm, vault: alone }).load()
  expect([unreadable, envelopes, ids.length]).toEqual([[], [{ keyId: 'new', count: 13 }], 12])
  const root = await loadOrCreateRootSecret({ orm, vault: alone, random: () => 'another' })
  expect(root.reveal()).toBe('root')
})

test('killed in the middle: what is done stays done, and the next run does the rest', async () => {
  const { instance, keyIds, secrets, sql } = await world(23)
  let sealed = 0
  const killed = await instance((vault) => ({
    ...vault,
    seal(place, secret) {
      if (++sealed === 13) throw new Error('killed')
      return vault.seal(place, secret)
    },
  }))
  await expect(killed.reseal()).rejects.toThrow('killed')
  // Two whole batches; the third is undone.
  expect(await killed.count()).toEqual([
    { keyId: 'new', count: 10 },
    { keyId: 'test', count: 14 },
  ])
  expect(await secrets()).toEqual(expected(23))

  let terminated = false
  const cut = await instance((vault) => ({
    ...vault,
    seal(place, secret) {
      if (!terminated)
        void sql.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
        )
      terminated = true
      return vault.seal(place, secret)
    },
  }))
  await cut.reseal().catch(() => undefined)
  expect(await secrets()).toEqual(expected(23))

  const { failed } = await (await instance()).reseal()
  expect([failed, await keyIds(), await secrets()]).toEqual([[], ['new'], expected(23)])
})

test('three instances at once, while secrets are rotated: nothing fails and nothing is undone', async () => {
  const { instance, keyIds, secrets, transact, ids } = await world(30)
  const resealers = await Promise.all([instance(), instance(), instance()])
  // Writers that still seal with the old key.
  const writing = ids.slice(0, 10).map((id, i) =>
    transact(async ({ credentials }) => {
      const stored = (await credentials.get(id))!
      await credentials.update(stored, { method: 'api_key', apiKey: new Secret(secretOf(1000 + i)) })
    }),
  )
  const runs = await Promise.all([...resealers.map((resealer) => resealer.reseal()), ...writing])
  expect(runs.slice(0, 3)).toMatchObject([{ failed: [] }, { failed: [] }, { failed: [] }])
  await (await instance()).reseal()
  const rotated = expected(30).map((secret, i) => (i < 10 ? secretOf(1000 + i) : secret))
  expect([await keyIds(), await secrets()]).toEqual([['new'], rotated])
})

test('a server that starts meanwhile and seals plain secrets does not get in its way, nor the other way round', async () => {
  const { instance, sql, orm, vault, newId, now, url, keyIds } = await world(0)
  // The rows lie in another order than that of their ids.
  const idOf = (digit: string) => digit.repeat(8) + '-0000-4000-8000-000000000000'
  for (const digit of ['b', 'a'])
    await sql.query(
      `insert into credentials (id, account_id, account_name, provider, aws_method, aws_api_key, aws_region)
       values ($1, $2, 'B', 'bedrock', 'api_key', 'plain', 'us-east-1')`,
      [idOf(digit), `acc_${digit}`],
    )
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from credentials where id = $1 for update', [idOf('b')])
  const waiting = async (n: number) =>
    vi.waitFor(async () => {
      const { rows } = await sql.query(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
      expect(rows).toHaveLength(n)
    })
  const starting = sealPlainSecrets({ orm, vault, newId, now })
  await waiting(1)
  const resealing = (await instance()).reseal()
  await waiting(2)
  await holder.query('rollback')
  await holder.end()
  const done = await Promise.allSettled([starting, resealing])
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect(await keyIds()).toEqual(['new'])
})

test('what no key opens stays as it was and is named; all else goes on', async () => {
  const { instance, keyIds, sql } = await world(8)
  await sql.query(`update credentials set aws_api_key = (select aws_api_key from credentials where account_id = 'acc_1')
    where account_id = 'acc_0'`)
  const lost = `hgv1.lost.${'A'.repeat(16)}.${'A'.repeat(30)}`
  await sql.query(`update credentials set aws_api_key = $1 where account_id = 'acc_5'`, [lost])
  await sql.query(`update credentials set aws_api_key = left(aws_api_key, 20) where account_id = 'acc_6'`)
  const damaged = async () =>
    (await sql.query<{ v: string }>(`select aws_api_key as v from credentials where account_id = 'acc_6'`))
      .rows[0]!.v
  const before = await damaged()
  const { resealed, failed } = await (await instance()).reseal()
  expect(await damaged()).toBe(before)
  expect(resealed).toBe(6)
  expect(failed.toSorted((a, b) => a.of.localeCompare(b.of))).toEqual([
    { of: 'credentials acc_0', reason: expect.stringContaining("key 'test' is not the one") as unknown },
    { of: 'credentials acc_5', reason: expect.stringContaining("key 'lost' is not in") as unknown },
    { of: 'credentials acc_6', reason: 'credentials.aws_api_key is damaged: no key opens it' },
  ])
  expect(await keyIds()).toEqual(['lost', 'new', 'test'])
})

test('what is under the first key’s id, but not under that key, is named: another replica has another key by it', async () => {
  const { instance, sql, orm, newId, now, ids, transact } = await world(2)
  const another = makeAesGcmVault(parseKeyRing(`new:${Buffer.alloc(32, 9).toString('base64')},${OLD}`))
  const misled = makeUnitOfWork({ orm, vault: another, newId, now })
  await misled.transact(async ({ credentials }) => {
    const stored = (await credentials.get(ids[0]!))!
    await credentials.update(stored, { method: 'api_key', apiKey: new Secret('x') })
  })
  await sql.query(`insert into auth."user" (id, name, email) values ('ada', 'Ada', 'ada@example.com')`)
  await misled.transact(({ secondFactors }) =>
    secondFactors.put(
      { userId: 'ada', secret: new Secret('x'), confirmedAt: null, lastStep: null, recoveryDigests: [] },
      now(),
    ),
  )
  const rotate = makeRotateEncryptionKey({ transact, resealer: await instance() })
  const reason = expect.stringContaining("key 'new' is not the one") as unknown
  expect(await rotate(SYSTEM_ACTOR)).toMatchObject({
    envelopes: [{ keyId: 'new', count: 4 }],
    failed: [
      { of: 'credentials acc_0', reason },
      { of: 'second_factors ada@example.com', reason },
    ],
    complete: false,
  })
})

test('a replica that does not know the new key yet serves with what it has opened before', async () => {
  const { instance, orm, vault, ids, sql, transact, newId, now } = await world(1)
  const projectId = newId()
  await sql.query(`insert into projects (id, project_id, name) values ($1, 'p', 'P')`, [projectId])
  await sql.query('insert into project_credentials (project_id, credential_id) values ($1, $2)', [
    projectId,
    ids[0],
  ])
  const source = makeGatewayStateSource({ orm, vault })
  const fresh = makeGatewayStateSource({ orm, vault })
  await source.load()
  await (await instance()).reseal()
  const poolOf = async (from: typeof source) => (await from.load()).state.projects.get(projectId)!.pool
  expect((await poolOf(source))[0]!.candidate.secret).toMatchObject({ method: 'api_key' })
  expect(await poolOf(fresh)).toEqual([])
  await transact(async ({ credentials }) =>
    credentials.update({ ...(await credentials.get(ids[0]!))!, enabled: false, updatedAt: now() }, null),
  )
  expect((await poolOf(source))[0]!.candidate.credential.enabled).toBe(false)
})
