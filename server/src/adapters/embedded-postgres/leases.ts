// Records which processes use the cluster, so that the last one to leave stops it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts'

export function takeLease(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const identity = identityOf(process.pid)
  const path = join(directory, `${identity.pid}-${identity.startedAt}-${crypto.randomUUID()}.json`)
  writeFileSync(path, JSON.stringify(identity))
  return path
}

export function dropLease(path: string): void {
  rmSync(path, { force: true })
}

/** Checks whether a living process holds a lease, and removes the leases of dead ones. */
export function anyLeaseLeft(directory: string): boolean {
  const paths = readdirSync(directory).map((name) => join(directory, name))
  return paths.filter((path) => isHeld(path)).length > 0
}

function isHeld(path: string): boolean {
  try {
    if (isAlive(JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity)) return true
  } catch {
    // An unreadable lease belongs to no process.
  }
  rmSync(path, { force: true })
  return false
}
