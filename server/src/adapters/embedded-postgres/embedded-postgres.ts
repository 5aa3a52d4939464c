// The embedded database: the first process that needs it starts it, and the last one stops it.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findBinaries } from './binaries.ts'
import { connectionUrl, ensureStarted, initialise, stop, type Cluster } from './cluster.ts'
import { withFileLock } from './file-lock.ts'
import { anyLeaseLeft, dropLease, takeLease } from './leases.ts'
import { canReach, clusterUser, giveTo } from './os-user.ts'

export interface EmbeddedPostgres {
  readonly url: string
  /** Stops the database unless another process uses it. Safe to call twice and while exiting. */
  release(): void
}

const LOCK_TIMEOUT_MS = 120_000
/** Holds files that the cluster's system user must reach when the data directory is private. */
const SHARED_ROOT = '/var/lib/headgate'

/**
 * Blocks until the database accepts connections. @param dataDir HEADGATE_DATA_DIR
 * @throws Error that says what to do when the platform, the version or the permissions do not allow it.
 */
export function acquireEmbeddedPostgres(dataDir: string, log: (message: string) => void): EmbeddedPostgres {
  const home = resolve(dataDir)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const user = clusterUser()
  const cluster: Cluster = {
    directory: clusterDirectory(home, user, log),
    binaries: findBinaries(user, SHARED_ROOT, (to) =>
      log(`copied the PostgreSQL programs to ${to}, where the system user that runs them can reach them`),
    ),
    user,
    passwordFile: join(home, 'postgres.password'),
  }
  const lockFile = join(home, 'postgres.lock')
  const leases = join(home, 'postgres.leases')
  const { lease, port } = withFileLock(lockFile, LOCK_TIMEOUT_MS, () => {
    initialise(cluster)
    const taken = takeLease(leases)
    try {
      return { lease: taken, port: ensureStarted(cluster) }
    } catch (error) {
      dropLease(taken)
      throw error
    }
  })

  let released = false
  function release(): void {
    if (released) return
    released = true
    process.off('exit', release)
    withFileLock(lockFile, LOCK_TIMEOUT_MS, () => {
      dropLease(lease)
      if (!anyLeaseLeft(leases)) stop(cluster)
    })
  }
  // Command line tools exit without calling it.
  process.once('exit', release)
  return { url: connectionUrl(cluster, port), release }
}

function clusterDirectory(
  home: string,
  user: ReturnType<typeof clusterUser>,
  log: (message: string) => void,
): string {
  const own = join(home, 'postgres')
  if (existsSync(own) || canReach(user, own)) return own
  const name = createHash('sha256').update(home).digest('hex').slice(0, 12)
  const parent = join(SHARED_ROOT, name)
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  giveTo(user, parent)
  log(`${home} can be read only by root; the database is in ${join(parent, 'postgres')}`)
  return join(parent, 'postgres')
}
