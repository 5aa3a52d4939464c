import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'

const MODULE = new URL('./embedded-postgres.ts', import.meta.url).href

function dataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-embedded-'))
  chmodSync(directory, 0o755)
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Another process that uses the database until it is told to leave. */
async function user(
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ url: string; child: ChildProcess; leave(): Promise<void> }> {
  const script = `
    const { acquireEmbeddedPostgres } = await import(${JSON.stringify(MODULE)})
    const { url } = acquireEmbeddedPostgres(${JSON.stringify(directory)}, (message) => console.error(message))
    console.log(url)
    process.stdin.on('end', () => process.exit(0)).resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const exited = once(child, 'exit')
  const line = await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error(errors))),
  ])
  return {
    url: String(line[0]).trim(),
    child,
    async leave() {
      child.stdin.end()
      await exited
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function postmasterPid(directory: string): number {
  return Number(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

describe('acquireEmbeddedPostgres', () => {
  test('processes that start at once share one database; the last one stops it', async () => {
    const directory = dataDir()
    const [a, b] = await Promise.all([user(directory), user(directory)])
    expect(a.url).toBe(b.url)
    expect(new URL(a.url).hostname).toBe('127.0.0.1')
    await a.leave()
    expect(await answers(b.url)).toBe(true)
    await b.leave()
    expect(await answers(b.url)).toBe(false)
    expect(readdirSync(join(directory, 'postgres.leases'))).toEqual([])
  })

  test('the password is private and needed', async () => {
    const directory = dataDir()
    const { url, leave } = await user(directory)
    expect(statSync(join(directory, 'postgres.password')).mode & 0o777).toBe(0o600)
    const wrong = new URL(url)
    wrong.password = 'wrong'
    expect(await answers(wrong.href)).toBe(false)
    await leave()
  })

  test('the database does not get to see our environment', async () => {
    const { url, leave } = await user(dataDir(), { HEADGATE_ADMIN_TOKEN: 'hidden', PGOPTIONS: '-c x=hidden' })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`create temp table environment (line text); copy environment from program 'env'`)
    const { rows } = await client.query<{ line: string }>('select line from environment')
    await client.end()
    await leave()
    expect(rows.map(({ line }) => line.split('=')[0])).toContain('PATH')
    expect(JSON.stringify(rows)).not.toMatch(/hidden|HEADGATE/)
  })

  test('a killed process leaves the database running, and the next one takes it over', async () => {
    const directory = dataDir()
    const first = await user(directory)
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    const second = await user(directory)
    expect(second.url).toBe(first.url)
    await second.leave()
    expect(await answers(second.url)).toBe(false)
  })

  test('a killed database is started again, with its data', async () => {
    const directory = dataDir()
    const first = await user(directory)
    const client = new pg.Client({ connectionString: first.url })
    client.on('error', () => undefined)
    await client.connect()
    await client.query('create table kept (id int); insert into kept values (7)')
    first.child.kill('SIGKILL')
    process.kill(postmasterPid(directory), 'SIGKILL')
    await client.end().catch(() => undefined)
    const second = await user(directory)
    const again = new pg.Client({ connectionString: second.url })
    await again.connect()
    expect((await again.query('select id from kept')).rows).toEqual([{ id: 7 }])
    await again.end()
    await second.leave()
  })

  test('a pid file that names a process of somebody else does not stop the start', async () => {
    const directory = dataDir()
    await (await user(directory)).leave()
    const path = join(directory, 'postgres', 'postmaster.pid')
    writeFileSync(path, `${process.pid}\n${join(directory, 'postgres')}\n1\n1\n\n127.0.0.1\n\nready\n`)
    const { url, leave } = await user(directory)
    expect(await answers(url)).toBe(true)
    await leave()
  })

  test('the signal of a terminal does not reach the database', async () => {
    const directory = dataDir()
    const { child, leave } = await user(directory)
    const group = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[2]
    expect(group(postmasterPid(directory))).not.toBe(group(child.pid!))
    await leave()
  })

  test('data of another major version is rejected with the way out', async () => {
    const directory = dataDir()
    await (await user(directory)).leave()
    writeFileSync(join(directory, 'postgres', 'PG_VERSION'), '15\n')
    await expect(user(directory)).rejects.toThrow(/belongs to PostgreSQL 15.*pg_dump/s)
    expect(existsSync(join(directory, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  test.runIf(process.getuid?.() === 0)(
    'a data directory that is private to root gets its database elsewhere',
    async () => {
      const directory = dataDir()
      chmodSync(directory, 0o700)
      const { url, leave } = await user(directory)
      expect(await answers(url)).toBe(true)
      expect(existsSync(join(directory, 'postgres'))).toBe(false)
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query<{ data_directory: string }>('show data_directory')
      await client.end()
      await leave()
      expect(rows[0]!.data_directory).toMatch(/^\/var\/lib\/headgate\//)
      rmSync(join(rows[0]!.data_directory, '..'), { recursive: true, force: true })
    },
  )
})
