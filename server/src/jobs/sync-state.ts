// Keeps the data plane's picture of keys, projects and credentials up to date, and keeps it while the database is away.
import type { Credential } from '../core/credentials/credential.ts'
import type { EnvelopeCount } from '../core/vault/resealer.ts'
import type { Logger } from '../core/log.ts'
import type { GatewayState, GatewayStateSource, UnreadableSecret } from '../core/routing/gateway-state.ts'
import type { CompatibilityCache } from '../core/models/compatibility-cache.ts'
import type { HealthBook } from '../core/routing/health-book.ts'

export interface SyncStateDeps {
  readonly source: GatewayStateSource
  readonly health: Pick<HealthBook, 'mark' | 'replace'>
  readonly compatibility: Pick<CompatibilityCache, 'mark' | 'replace' | 'isAhead'>
  readonly log: Logger
  readonly now: () => Date
}

export interface StateSync {
  /** The latest picture. */
  current(): GatewayState
  /** All that are stored, in use or not. */
  credentials(): readonly Credential[]
  envelopes(): readonly EnvelopeCount[]
  /** Credentials whose secret cannot be opened. */
  unreadable(): readonly UnreadableSecret[]
  /** When the database last confirmed it; `error` is null unless its last answer was one. */
  lastRead(): { readonly at: Date; readonly error: string | null }
  /** Reads again. Resolves when a read that began after this call has ended, however it ended. */
  refresh(): Promise<void>
  /** Resolves when no read is under way any more: a pool that closes beneath one never ends. */
  close(): Promise<void>
}

/** A lost notification costs at most this long. */
const POLL_MS = 2000

/** Rejects when the first read fails. */
export async function startSyncingState({
  source,
  health,
  compatibility,
  log,
  now,
}: SyncStateDeps): Promise<StateSync> {
  let loaded = await load()
  let readAt = now()
  let error: string | null = null
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  let polling: Promise<void> = Promise.resolve()
  let closed = false

  async function load() {
    const marks = { health: health.mark(), compatibility: compatibility.mark() }
    const read = await source.load()
    const versions = new Map(read.credentials.map(({ id, updatedAt }) => [id, updatedAt]))
    health.replace(read.health, marks.health, versions)
    compatibility.replace(read.learned, marks.compatibility)
    for (const { accountId, error: cause } of read.unreadable)
      log.error({ accountId, error: cause }, 'a stored secret cannot be opened')
    return read
  }

  async function attempt(read: () => Promise<void>): Promise<void> {
    try {
      await read()
      readAt = now()
      if (error !== null) log.info({}, 'the database answers again')
      error = null
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure)
      if (error === null)
        log.error({ error: failure }, 'the database does not answer, serving on what is known')
      error = message
    }
  }

  /** At most one read runs and one waits: a caller always gets one that began after the call. */
  function refresh(): Promise<void> {
    if (closed) return Promise.resolve()
    if (!running) {
      running = attempt(async () => {
        loaded = await load()
      }).finally(() => {
        running = null
      })
      return running
    }
    next ??= running.then(() => {
      next = null
      return refresh()
    })
    return next
  }

  const poll = setInterval(() => {
    if (running) return
    let changed = false
    polling = attempt(async () => {
      changed = (await source.version()) !== loaded.version || compatibility.isAhead()
    }).then(() => (changed ? refresh() : undefined))
  }, POLL_MS)

  return {
    current: () => loaded.state,
    credentials: () => loaded.credentials,
    envelopes: () => loaded.envelopes,
    unreadable: () => loaded.unreadable,
    lastRead: () => ({ at: readAt, error }),
    refresh,
    async close() {
      closed = true
      clearInterval(poll)
      await Promise.all([polling, running, next])
    },
  }
}
