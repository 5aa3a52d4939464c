// PostgreSQL does not run as root. There it runs as a system user, who must be able to reach its files.
import { spawnSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export interface OsUser {
  readonly uid: number
  readonly gid: number
}

const NAME = 'postgres'

/** Creates the system user when it is missing. @returns the user to run PostgreSQL as; null for the current one */
export function clusterUser(): OsUser | null {
  if (process.getuid?.() !== 0) return null
  const known = lookUp()
  if (known) return known
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME],
    ['adduser', '-S', '-D', '-H', NAME],
  ]) {
    if (spawnSync(command!, args, { stdio: 'ignore' }).status === 0) break
  }
  const created = lookUp()
  if (created) return created
  throw new Error(
    `PostgreSQL cannot run as root and the system user '${NAME}' could not be created. ` +
      'Run Headgate as an ordinary user, or set DATABASE_URL to your own PostgreSQL.',
  )
}

function lookUp(): OsUser | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, NAME], { encoding: 'utf8' })
    return status === 0 ? Number(stdout.trim()) : NaN
  })
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid!, gid: gid! } : null
}

/** Checks that the user may enter every directory above `path`; `path` itself need not exist. */
export function canReach(user: OsUser | null, path: string): boolean {
  if (user === null) return true
  for (let directory = dirname(resolve(path)); ; directory = dirname(directory)) {
    if (!mayEnter(user, directory)) return false
    if (directory === dirname(directory)) return true
  }
}

function mayEnter(user: OsUser, directory: string): boolean {
  const stat = statSync(directory, { throwIfNoEntry: false })
  if (!stat) return true
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0
  return (stat.mode & (stat.gid === user.gid ? 0o010 : 0o001)) !== 0
}

export function giveTo(user: OsUser | null, path: string): void {
  if (user) chownSync(path, user.uid, user.gid)
}
