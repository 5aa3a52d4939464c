// Hears of changes as PostgreSQL announces them. Announcements can be lost; whoever listens polls as well.
import pg from 'pg'

export interface ChangeListener {
  close(): Promise<void>
}

const RETRY_MS = 1000

/** Keeps one connection of its own open and opens it again when it breaks. `onChange` is also called after each reconnect. */
export function listenForChanges(databaseUrl: string, onChange: () => void): ChangeListener {
  let closed = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined

  function lost(failed: pg.Client): void {
    if (client !== failed) return
    client = null
    failed.end().catch(() => undefined)
    if (!closed) retry = setTimeout(connect, RETRY_MS)
  }

  function connect(): void {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    client = fresh
    fresh.on('error', () => lost(fresh))
    fresh.on('end', () => lost(fresh))
    fresh.on('notification', onChange)
    fresh
      .connect()
      .then(() => fresh.query('listen headgate_change'))
      .then(onChange, () => lost(fresh))
  }

  connect()
  return {
    async close() {
      closed = true
      clearTimeout(retry)
      const open = client
      client = null
      await open?.end().catch(() => undefined)
    },
  }
}
