// The encryption keys are changed while the gateway serves; nobody is signed out and no secret is lost.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { adminApi } from '../../fixtures/admin-api.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, ANTHROPIC_KEY, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { oneProject } from '../../fixtures/one-project.ts'
import { runCli } from '../../fixtures/run-cli.ts'
import { authenticatorCode } from '../../fixtures/totp.ts'
import { runServer, startServer, type ServerProcess } from '../../fixtures/server-process.ts'

const A = `a:${Buffer.alloc(32, 11).toString('base64')}`
const B = `b:${Buffer.alloc(32, 12).toString('base64')}`

interface Status {
  readonly envelopes: readonly { readonly keyId: string; readonly count: number }[]
  readonly encryptionKeyIds: readonly string[]
}

function worldOf({ anthropic, server }: Gateway) {
  const database = embeddedDatabaseUrl(server.dataDir)
  database.pathname = `/keys_${randomBytes(5).toString('hex')}`
  const env = (keys: string) => ({
    DATABASE_URL: database.href,
    HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
    HEADGATE_ENCRYPTION_KEYS: keys,
    HEADGATE_ANTHROPIC_URL: anthropic.url,
  })
  return { env, start: (keys: string) => startServer({ env: env(keys) }) }
}

const cliOf = ({ url }: ServerProcess) => ({ HEADGATE_URL: url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN })

const PASSWORD = 'nine lanterns under the quay'

async function signIn(server: ServerProcess): Promise<string> {
  const owner = { name: 'Owner', email: 'owner@example.com', password: PASSWORD }
  const code = /\/setup#(\S+)/.exec(server.output())![1]!
  await adminApi(server.url, ADMIN_TOKEN).mutate('setup.createOwner', { ...owner, code })
  const response = await fetch(`${server.url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  })
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function asOwner<T>(
  { url }: ServerProcess,
  cookie: string,
  procedure: string,
  input: object,
): Promise<T> {
  const response = await fetch(`${url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  expect(response.status, procedure).toBe(200)
  return ((await response.json()) as { result: { data: T } }).result.data
}

const isSignedIn = async ({ url }: ServerProcess, cookie: string) =>
  (await fetch(`${url}/trpc/session.current`, { headers: { cookie } })).ok

test('a new key, step by step on two servers, under traffic; the old one can go', async ({ gateway }) => {
  test.slow()
  const { env, start } = worldOf(gateway)
  const first = await start(A)
  const { key } = await oneProject(first.url)
  const cookie = await signIn(first)
  expect(await isSignedIn(first, cookie)).toBe(true)
  const password = { password: PASSWORD }
  const factor = await asOwner<{ secret: string }>(first, cookie, 'session.beginSecondFactor', password)
  await first.stop()

  const servers = [await start(`${B},${A}`), await start(`${B},${A}`)]
  const enough = new AbortController()
  const statuses = new Set<number>()
  const traffic = (async () => {
    while (!enough.signal.aborted)
      for (const { url } of servers) statuses.add((await postMessages(url, { key })).status)
  })()
  const [one, two] = servers as [ServerProcess, ServerProcess]
  expect(await isSignedIn(one, cookie)).toBe(true)
  const api = adminApi(one.url, ADMIN_TOKEN)
  expect(await api.query<Status>('system.status')).toMatchObject({
    encryptionKeyIds: ['b', 'a'],
    envelopes: [{ keyId: 'a', count: 3 }],
  })
  const asSignedIn = {
    method: 'POST',
    headers: { cookie, origin: one.url, 'content-type': 'application/json' },
  }
  const rotating = `${one.url}/trpc/system.rotateEncryptionKey`
  const db = new pg.Client({ connectionString: env(A).DATABASE_URL })
  await db.connect()
  await db.query(`update auth."user" set role = 'admin'`)
  expect((await fetch(rotating, asSignedIn)).status).toBe(403)
  await db.query(`update auth."user" set role = 'owner'`)
  expect(
    (await fetch(rotating, { ...asSignedIn, headers: { 'content-type': 'application/json' } })).status,
  ).toBe(401)
  await db.end()
  const runs = await Promise.all([
    runCli(['rotate-encryption-key'], cliOf(one)),
    runCli(['rotate-encryption-key', '--json'], cliOf(two)),
  ])
  expect(runs.map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
  ])
  expect(runs[0].out).toContain('3 secrets now use the key b.\nThe other keys are no longer needed.')
  expect(JSON.parse(runs[1].out)).toMatchObject({ complete: true, envelopes: [{ keyId: 'b', count: 3 }] })
  expect((await api.query<Status>('system.status')).envelopes).toEqual([{ keyId: 'b', count: 3 }])
  enough.abort()
  await traffic
  expect([...statuses]).toEqual([200])
  await Promise.all(servers.map((server) => server.stop()))

  const last = await start(B)
  expect((await postMessages(last.url, { key })).status).toBe(200)
  expect(gateway.anthropic.requests.at(-1)!.headers['x-api-key']).toBe(ANTHROPIC_KEY)
  expect(await isSignedIn(last, cookie)).toBe(true)
  const code = { code: authenticatorCode(factor.secret, Date.now()) }
  await asOwner(last, cookie, 'session.confirmSecondFactor', code)
  await last.stop()

  const { child, output } = runServer({ ...env(A), PORT: '0' })
  expect(await once(child, 'close')).toEqual([1, null])
  expect(output()).toContain("acc: the encryption key 'b' is not in HEADGATE_ENCRYPTION_KEYS")
  expect(output()).toContain("Needed, as they were when the secrets were stored: 'b'.")
})

test('the generated key file: a fresh key first, private and whole, the old one behind it', async ({
  gateway,
}) => {
  test.slow()
  const env = { HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN, HEADGATE_ANTHROPIC_URL: gateway.anthropic.url }
  const first = await startServer({ env })
  const { dataDir } = first
  const { key } = await oneProject(first.url)
  const path = join(dataDir, 'encryption.key')
  const old = readFileSync(path, 'utf8').trim()
  const fresh = () => runCli(['rotate-encryption-key', '--new-key'], { HEADGATE_DATA_DIR: dataDir })
  const { code, out } = await fresh()
  expect([code, out]).toEqual([0, expect.stringContaining('Added the new key k2')])
  const text = readFileSync(path, 'utf8').trim()
  expect(text.split(',')[1]).toBe(old)
  expect(text).toMatch(/^k2:/)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(out).not.toContain(text.split(',')[0]!.slice(3))

  writeFileSync(`${path}.new`, '')
  expect(await fresh()).toMatchObject({ code: 2, err: expect.stringContaining('another command') })
  expect(readFileSync(path, 'utf8').trim()).toBe(text)
  const nowhere = { HEADGATE_DATA_DIR: join(dataDir, 'nowhere') }
  expect(await runCli(['rotate-encryption-key', '--new-key'], nowhere)).toMatchObject({ code: 2 })
  expect(await runCli(['rotate-encryption-key', '--new-key'], { HEADGATE_ENCRYPTION_KEYS: A })).toMatchObject(
    { code: 2, err: expect.stringContaining('HEADGATE_ENCRYPTION_KEYS') },
  )

  await first.stop()
  const again = await startServer({ env, dataDir })
  expect(await runCli(['rotate-encryption-key'], cliOf(again))).toMatchObject({ code: 0, err: '' })
  expect((await postMessages(again.url, { key })).status).toBe(200)
  await again.stop()
  writeFileSync(path, `${text.split(',')[0]}\n`)
  const last = await startServer({ env, dataDir })
  expect((await postMessages(last.url, { key })).status).toBe(200)
  await last.discard()
})

test('kill -9 in the middle: the others serve on, and one of them does the rest', async ({ gateway }) => {
  test.slow()
  const { env, start } = worldOf(gateway)
  const first = await start(A)
  const { key } = await oneProject(first.url)
  const api = adminApi(first.url, ADMIN_TOKEN)
  const common = { provider: 'anthropic', method: 'api_key', name: 'A', apiKey: ANTHROPIC_KEY }
  for (let i = 0; i < 40; i++) await api.mutate('credentials.create', { ...common, accountId: `acc_${i}` })
  await first.stop()
  const [killed, ...others] = await Promise.all([1, 2, 3].map(() => start(`${B},${A}`)))
  const db = new pg.Client({ connectionString: env(A).DATABASE_URL })
  await db.connect()
  const countOf = async (keyId: string) =>
    (
      await db.query<{ n: number }>(
        `select count(*)::int as n from credentials where split_part(anthropic_api_key, '.', 2) = $1`,
        [keyId],
      )
    ).rows[0]!.n
  await db.query('begin')
  await db.query('select from credentials order by id desc limit 1 for update')
  const cut = runCli(['rotate-encryption-key'], cliOf(killed!))
  await expect.poll(() => countOf('b')).toBe(25)
  killed!.child.kill('SIGKILL')
  expect(await cut).toMatchObject({ code: 2 })
  await db.query('rollback')
  expect([await countOf('a'), await countOf('b')]).toEqual([16, 25])
  for (const { url } of others) expect((await postMessages(url, { key })).status).toBe(200)
  const { code, out } = await runCli(['rotate-encryption-key', '--json'], cliOf(others[0]!))
  expect([code, JSON.parse(out)]).toEqual([
    0,
    {
      keyId: 'b',
      resealed: expect.any(Number) as unknown,
      failed: [],
      envelopes: [{ keyId: 'b', count: 42 }],
      complete: true,
    },
  ])
  const audited = await db.query<{ state: string }>(
    `select after->>'state' as state from audit_events where action = 'system.rotate_encryption_key' order by at`,
  )
  expect(audited.rows.map(({ state }) => state)).toEqual(['begun', 'begun', 'finished'])
  for (const { url } of others) expect((await postMessages(url, { key })).status).toBe(200)
  await db.end()
  await Promise.all([killed!, ...others].map((server) => server.discard()))
})
