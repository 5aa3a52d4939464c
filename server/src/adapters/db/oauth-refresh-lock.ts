// One refresh per credential across all replicas: a session-level advisory lock on a connection of its own.
import pg from 'pg'
import type { RefreshLock } from '../../core/oauth/refresh/refresh-store.ts'

export interface ClosableRefreshLock extends RefreshLock {
  close(): Promise<void>
}

/** A number of our own for pg_advisory_lock; the second one is made of the credential's id. */
const LOCK = 4_102_003
/** Whoever holds it has asked the token endpoint and waits for an answer. */
const WAIT_MS = 30_000
/** Longer than whoever holds it works; a stopped process, or one whose machine is gone, would hold it for hours. */
const HELD_MS = 60_000
/** Different credentials that are renewed at a time. */
const MAX_CONNECTIONS = 8

export function makeOAuthRefreshLock(
  databaseUrl: string,
  onLost: (error: Error) => void,
  heldMs = HELD_MS,
): ClosableRefreshLock {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    statement_timeout: WAIT_MS,
    // For a server that does not even say so any more.
    query_timeout: WAIT_MS + 5000,
  })
  pool.on('error', onLost)

  return {
    async hold(credentialId, mode, work) {
      const client = await pool.connect()
      // A connection that breaks meanwhile takes the lock with it; what is stored is compared before it is changed.
      client.on('error', onLost)
      let isClean = false
      try {
        // No statement runs while it is held: PostgreSQL ends the session by itself, whatever became of its client.
        await client.query(`select set_config('idle_session_timeout', $1, false)`, [String(heldMs)])
        if (!(await acquire(client, credentialId, mode))) {
          isClean = true
          return null
        }
        try {
          return await work()
        } finally {
          isClean = await release(client, credentialId)
        }
      } finally {
        client.off('error', onLost)
        // A session that may still get or hold the lock must end.
        client.release(!isClean)
      }
    },
    close: () => pool.end(),
  }
}

async function acquire(client: pg.PoolClient, credentialId: string, mode: 'try' | 'wait'): Promise<boolean> {
  if (mode === 'try') {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as held',
      [LOCK, credentialId],
    )
    return rows[0]?.held ?? false
  }
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK, credentialId])
  return true
}

/** @returns whether the session is known not to hold it any more. */
async function release(client: pg.PoolClient, credentialId: string): Promise<boolean> {
  const released = await client
    .query<{ released: boolean }>('select pg_advisory_unlock($1, hashtext($2)) as released', [
      LOCK,
      credentialId,
    ])
    .catch(() => null)
  return released?.rows[0]?.released ?? false
}
