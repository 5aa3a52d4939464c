// Creates, starts, finds and stops one PostgreSQL data directory. All calls block, so that they also work while a process exits.
import { spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { POSTGRES_MAJOR, type Binaries } from './binaries.ts'
import { sleepSync } from './file-lock.ts'
import { giveTo, type OsUser } from './os-user.ts'
import { commandLineOf, isAlive, processesIn } from './process-identity.ts'

export interface Cluster {
  /** The cluster's own data directory. */
  readonly directory: string
  readonly binaries: Binaries
  readonly user: OsUser | null
  /** File with the superuser's password, mode 0600, outside the cluster. */
  readonly passwordFile: string
}

const SUPERUSER = 'headgate'
const START_ATTEMPTS = 8
/** The only variables PostgreSQL gets: SQL and the user it runs as can read its environment. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: process.env.TMPDIR,
  TZ: process.env.TZ,
  LC_ALL: 'C',
}

/** Creates the cluster unless it exists. A cluster left incomplete by a crash is never used. */
export function initialise(cluster: Cluster): void {
  const version = join(cluster.directory, 'PG_VERSION')
  if (existsSync(version)) {
    const major = readFileSync(version, 'utf8').trim()
    if (major === POSTGRES_MAJOR) return
    throw new Error(
      `The data directory ${cluster.directory} belongs to PostgreSQL ${major}; this version of Headgate includes PostgreSQL ${POSTGRES_MAJOR}. ` +
        `Dump it with your own PostgreSQL ${major} (pg_dump), move the directory away, start again and load the dump. Or set DATABASE_URL.`,
    )
  }
  const draft = `${cluster.directory}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  giveTo(cluster.user, draft)
  if (!existsSync(cluster.passwordFile)) {
    writeFileSync(cluster.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  }
  // initdb runs as the cluster's user and cannot read this process's file.
  const passwordCopy = `${draft}.password`
  writeFileSync(passwordCopy, readPassword(cluster), { mode: 0o600 })
  giveTo(cluster.user, passwordCopy)
  try {
    run(cluster, cluster.binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordCopy}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ])
  } finally {
    rmSync(passwordCopy, { force: true })
  }
  renameSync(draft, cluster.directory)
}

/** Starts the cluster unless it runs. @returns its port on 127.0.0.1 */
export function ensureStarted(cluster: Cluster): number {
  for (let attempt = 1; ; attempt++) {
    const port = runningPort(cluster)
    if (port !== null) return port
    removeStalePidFile(cluster)
    const chosen = randomInt(20_000, 60_000)
    const log = join(cluster.directory, 'server.log')
    const options = `-p ${chosen} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`
    const { status, output } = tryRun(cluster, cluster.binaries.pgCtl, [
      'start',
      '-w',
      '-t',
      '60',
      '-D',
      cluster.directory,
      '-l',
      log,
      '-o',
      options,
    ])
    if (status === 0) return chosen
    // The port may be taken, or processes of a killed server may still be exiting.
    if (attempt === START_ATTEMPTS) {
      throw new Error(`PostgreSQL did not start: ${output}\n${tailOf(log)}`)
    }
    sleepSync(250 * attempt)
  }
}

export function stop(cluster: Cluster): void {
  if (runningPort(cluster) === null) return
  run(cluster, cluster.binaries.pgCtl, ['stop', '-w', '-t', '60', '-m', 'fast', '-D', cluster.directory])
}

export function connectionUrl(cluster: Cluster, port: number): string {
  return `postgresql://${SUPERUSER}:${readPassword(cluster)}@127.0.0.1:${port}/postgres`
}

function readPassword(cluster: Cluster): string {
  return readFileSync(cluster.passwordFile, 'utf8').trim()
}

/** Reads postmaster.pid: pid, data directory, start time, port, socket directory, address, shared memory, status. */
function readPidFile(cluster: Cluster): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(cluster.directory, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return null
  }
}

/** Waits while the server is starting. @returns null when it does not run */
function runningPort(cluster: Cluster): number | null {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const pidFile = readPidFile(cluster)
    if (!pidFile || !isPostgres(pidFile.pid)) return null
    if (pidFile.ready) return pidFile.port
    sleepSync(100)
  }
  return null
}

function isPostgres(pid: number): boolean {
  return isAlive({ pid, startedAt: '' }) && (commandLineOf(pid)?.includes('postgres') ?? true)
}

/**
 * Removes the pid file of a crashed server. Its pid may belong to a zombie or to another process by now, and PostgreSQL
 * would not start. The file is removed only when no process of the killed server is left that could still write.
 */
function removeStalePidFile(cluster: Cluster): void {
  const pidFile = readPidFile(cluster)
  if (!pidFile || isPostgres(pidFile.pid) || processesIn(realpathSync(cluster.directory))?.length !== 0)
    return
  rmSync(join(cluster.directory, 'postmaster.pid'), { force: true })
}

function run(cluster: Cluster, program: string, args: readonly string[]): void {
  const { status, output } = tryRun(cluster, program, args)
  if (status !== 0) throw new Error(`${program} failed: ${output}`)
}

function tryRun(
  { user }: Cluster,
  program: string,
  args: readonly string[],
): { status: number | null; output: string } {
  const result = spawnSync(program, args, {
    // The cluster's user may not be able to enter the caller's directory.
    cwd: '/',
    encoding: 'utf8',
    env: ENVIRONMENT,
    // `pg_ctl start` leaves the server running, which must not keep this process's pipes open.
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  return {
    status: result.status,
    output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim(),
  }
}

function tailOf(log: string): string {
  try {
    return readFileSync(log, 'utf8').slice(-2000)
  } catch {
    return ''
  }
}
