// A lock between processes: a file that names its owner, so that the lock of a killed process is free at once.
// By hand: proper-lockfile's synchronous form cannot wait for the lock, and needs a timer that our blocking work holds up.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts'

const RETRY_MS = 25

/** Runs `work` while no other process does. Blocks the thread: use it at start and stop, not while serving. */
export function withFileLock<T>(path: string, timeoutMs: number, work: () => T): T {
  const own = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  writeFileSync(own, JSON.stringify(identityOf(process.pid)))
  try {
    const deadline = Date.now() + timeoutMs
    while (!tryLink(own, path)) {
      breakIfAbandoned(path)
      if (Date.now() > deadline)
        throw new Error(`Another process has held ${path} for more than ${timeoutMs} ms`)
      sleepSync(RETRY_MS)
    }
    try {
      return work()
    } finally {
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** Only one process can create the hard link. */
function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function breakIfAbandoned(path: string): void {
  const seen = readOwner(path)
  if (seen === null || isAlive(seen)) return
  // Several processes may notice at once. One moves the file away, and puts it back if it is already a new lock.
  const aside = `${path}.abandoned.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readOwner(aside)
  if (moved !== null && isAlive(moved)) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function readOwner(path: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity
  } catch {
    return null
  }
}

export function sleepSync(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
