// The process itself: wrong configuration, orderly and sudden ends, several at once.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adminApi } from '../../fixtures/admin-api.ts'
import { ADMIN_TOKEN, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, eventsOf, postMessages } from '../../fixtures/messages.ts'
import { oneProject } from '../../fixtures/one-project.ts'
import { freshDataDir, runServer, startServer } from '../../fixtures/server-process.ts'

async function exitOf(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const { child, output } = runServer(env)
  const [code] = (await once(child, 'exit')) as [number]
  return { code, output: output() }
}

const envOf = (gateway: Gateway) => ({
  HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
  HEADGATE_ANTHROPIC_URL: gateway.anthropic.url,
})

test('wrong configuration is reported whole, without values, and the process exits 1', async () => {
  const { code, output } = await exitOf({
    PORT: 'http',
    DATABASE_URL: 'mysql://user:hunter2secret@db/x',
    HEADGATE_ADMIN_TOKEN: 'too-short',
    HEADGATE_LOG_LEVEL: 'loud',
    HEADGATE_ANTHROPIC_URL: 'nowhere',
    HEADGATE_PRIVATE_ENDPOINTS: '10.0.0.0/99',
    HEADGATE_TRUSTED_PROXIES: 'proxy.example',
    HEADGATE_BEDROCK_URL: 'ftp://bedrock.{region}.example',
    HEADGATE_ENCRYPTION_KEYS: 'k1:hunter2secret',
  })
  expect(code).toBe(1)
  for (const name of [
    'PORT',
    'DATABASE_URL',
    'HEADGATE_ADMIN_TOKEN',
    'HEADGATE_LOG_LEVEL',
    'HEADGATE_ANTHROPIC_URL',
    'HEADGATE_PRIVATE_ENDPOINTS',
    'HEADGATE_TRUSTED_PROXIES',
    'HEADGATE_BEDROCK_URL',
    'HEADGATE_ENCRYPTION_KEYS',
  ]) {
    expect(output).toMatch(new RegExp(`^  ${name}`, 'm'))
  }
  expect(output).not.toMatch(/hunter2secret|too-short/)
})

test('a database of one’s own needs encryption keys of one’s own', async () => {
  const { code, output } = await exitOf({ DATABASE_URL: 'postgresql://localhost/x' })
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('HEADGATE_ENCRYPTION_KEYS: must be set together with DATABASE_URL'),
  ])
})

test('keys that do not fit the stored secrets stop the start, and lose nothing', async ({ gateway }) => {
  const first = await startServer({ env: envOf(gateway) })
  const { key } = await oneProject(first.url)
  await first.stop()
  const wrong = `k1:${Buffer.alloc(32, 9).toString('base64')}`
  const failed = await exitOf({
    HEADGATE_DATA_DIR: first.dataDir,
    HEADGATE_ENCRYPTION_KEYS: wrong,
    PORT: '0',
  })
  expect([failed.code, failed.output]).toEqual([
    1,
    expect.stringContaining('acc: credentials.anthropic_api_key cannot be opened'),
  ])
  const unknown = await exitOf({
    HEADGATE_DATA_DIR: first.dataDir,
    HEADGATE_ENCRYPTION_KEYS: wrong.replace('k1', 'k2'),
    PORT: '0',
  })
  expect(unknown.output).toContain("the encryption key 'k1' is not in HEADGATE_ENCRYPTION_KEYS")
  const again = await startServer({ env: envOf(gateway), dataDir: first.dataDir })
  expect((await postMessages(again.url, { key })).status).toBe(200)
  await again.discard()
})

test('SIGTERM lets a running answer finish and keeps its record', async ({ gateway }) => {
  const server = await startServer({ env: envOf(gateway) })
  const { key, projectId } = await oneProject(server.url)
  gateway.anthropic.script({ kind: 'answer', chunkDelayMs: 100 })
  const response = await postMessages(server.url, { key }, bodyOf({ stream: true }))
  const stopped = server.stop()
  expect(eventsOf(await response.text()).at(-1)!.event).toBe('message_stop')
  expect(await stopped).toBe(0)
  const again = await startServer({ env: envOf(gateway), dataDir: server.dataDir })
  const { items } = await adminApi(again.url, ADMIN_TOKEN).query<{ items: { outcome: string }[] }>(
    'requests.list',
    { projectId },
  )
  expect(items).toMatchObject([{ outcome: 'completed' }])
  await again.discard()
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} while it starts ends the start, and its database`, async () => {
    const dataDir = freshDataDir()
    const { child, output } = runServer({ HEADGATE_DATA_DIR: dataDir, PORT: '0' })
    const exited = once(child, 'exit')
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    await expect.poll(() => existsSync(pidFile), { intervals: [5], timeout: 30_000 }).toBe(true)
    child.kill(signal)
    expect(await exited).toEqual([1, null])
    expect(output()).not.toContain('Console')
    expect(existsSync(pidFile)).toBe(false)
    rmSync(dataDir, { recursive: true })
  })
}

test('SIGHUP is an orderly end, too', async ({ gateway }) => {
  const server = await startServer({ env: envOf(gateway) })
  const exited = once(server.child, 'exit')
  server.child.kill('SIGHUP')
  expect(await exited).toEqual([0, null])
  expect(existsSync(join(server.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  await server.discard()
})

test('a grace that runs out ends what is left', async ({ gateway }) => {
  const server = await startServer({ env: { ...envOf(gateway), HEADGATE_SHUTDOWN_GRACE_MS: '300' } })
  const { key } = await oneProject(server.url)
  gateway.anthropic.script({ kind: 'answer', silence: { after: 2, ms: 60_000 } })
  const response = await postMessages(server.url, { key }, bodyOf({ stream: true }))
  const started = Date.now()
  const text = response.text().then(
    () => 'whole',
    () => 'broken',
  )
  expect(await server.stop()).toBe(0)
  expect(await text).toBe('broken')
  expect(Date.now() - started).toBeLessThan(10_000)
  await server.discard()
})

test('after kill -9 the next start finds everything', async ({ gateway }) => {
  const server = await startServer({ env: envOf(gateway) })
  const { key } = await oneProject(server.url)
  expect((await postMessages(server.url, { key })).status).toBe(200)
  server.child.kill('SIGKILL')
  await once(server.child, 'exit')
  const again = await startServer({ env: envOf(gateway), dataDir: server.dataDir })
  expect((await postMessages(again.url, { key })).status).toBe(200)
  await again.discard()
})

test('servers that start at once share one database, and a change counts on both within seconds', async ({
  gateway,
}) => {
  const dataDir = freshDataDir()
  const [a, b] = await Promise.all([1, 2].map(() => startServer({ env: envOf(gateway), dataDir })))
  const { key } = await oneProject(a!.url)
  await expect.poll(async () => (await postMessages(b!.url, { key })).status, { timeout: 5000 }).toBe(200)
  await a!.stop()
  expect((await postMessages(b!.url, { key })).status).toBe(200)
  await b!.discard()
})

test('the generated encryption key is private', ({ gateway }) => {
  const path = join(gateway.server.dataDir, 'encryption.key')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path, 'utf8')).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/m)
})

test('an unknown variable with our prefix is pointed out', async () => {
  const dataDir = freshDataDir()
  writeFileSync(join(dataDir, 'encryption.key'), 'broken')
  const { code, output } = await exitOf({ HEADGATE_DATA_DIR: dataDir, HEADGATE_BEDROK_URL: 'x', PORT: '0' })
  rmSync(dataDir, { recursive: true })
  expect(output).toContain('HEADGATE_BEDROK_URL')
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('encryption.key: entry 1 does not start with an id'),
  ])
})

test('MikroORM’s own commands work on the embedded database, and leave it stopped', async () => {
  const dataDir = freshDataDir()
  const command = (name: string, ...args: string[]) => {
    const { status, stdout } = spawnSync('npx', ['--yes', 'pnpm@12', `migration:${name}`, ...args], {
      encoding: 'utf8',
      env: { ...process.env, HEADGATE_DATA_DIR: dataDir },
    })
    return { status, stdout }
  }
  expect(command('up').status).toBe(0)
  expect(command('up').status).toBe(0)
  expect(command('check').status).toBe(0)
  expect(command('down', '--to', 'Migration20261122000001_baseline').status).toBe(0)
  expect(command('list').stdout).not.toContain('multi_provider')
  expect(command('up').status).toBe(0)
  expect(command('list').stdout).toContain('multi_provider')
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  rmSync(dataDir, { recursive: true })
})
