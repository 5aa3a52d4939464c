// Carries finished calls into the database: to disk first, then in batches, again and again until they are there.
import type { Logger } from '../core/log.ts'
import type { RequestSink, RequestSpool } from '../core/requests/request-log.ts'
import type { RequestRecorder } from '../core/requests/request-record.ts'

export interface RecordRequestsDeps {
  readonly sink: RequestSink
  readonly spool: RequestSpool
  readonly log: Logger
  /** Whether the database answers at all: tells an outage from rows it refuses. */
  readonly isDatabaseUp: () => Promise<boolean>
}

export interface RecordRequestsJob extends RequestRecorder {
  /** Records that are not in the database yet. */
  waiting(): number
  /** Stores what it can and stops. What cannot be stored stays on disk for the next start. */
  close(): Promise<void>
}

const FLUSH_MS = 100
const REPLAY_MS = 2000
const MAX_BATCH = 1000
/** Other processes' segments are left to them for so long. */
const FOREIGN_IDLE_MS = 30_000

export function startRecordingRequests(deps: RecordRequestsDeps): RecordRequestsJob {
  const { sink, spool, log } = deps
  const queue: string[] = []
  const spooled = new Map<string, number>()
  let working: Promise<void> = Promise.resolve()
  let closing = false

  /** One step at a time, in order. */
  function enqueue(step: () => Promise<void>): Promise<void> {
    working = working.then(step).catch((error: unknown) => log.error({ error }, 'recording requests failed'))
    return working
  }

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH)
      const segment = await spool.write(batch).catch((error: unknown) => {
        log.error({ error }, 'the request spool cannot be written')
        return null
      })
      if (segment !== null) spooled.set(segment, batch.length)
      const stored = await store(batch)
      if (segment === null && !stored) {
        queue.unshift(...batch)
        return
      }
      if (segment !== null && stored) await forget(segment)
    }
  }

  async function store(lines: readonly string[]): Promise<boolean> {
    try {
      if (lines.length > 0) await sink.insert(lines)
      return true
    } catch (error) {
      log.warn({ error, records: lines.length }, 'request records could not be stored yet')
      return false
    }
  }

  async function forget(segment: string): Promise<void> {
    await spool.remove(segment)
    spooled.delete(segment)
  }

  async function replay(): Promise<void> {
    for (const segment of await spool.leftBehind(FOREIGN_IDLE_MS))
      if (!spooled.has(segment)) spooled.set(segment, 0)
    for (const segment of Array.from(spooled.keys())) {
      // Another process may have stored and removed it meanwhile.
      const lines = await spool.read(segment).catch(() => null)
      if (lines === null) spooled.delete(segment)
      else if (await store(lines)) await forget(segment)
      else if (!(await deps.isDatabaseUp())) return
      else await storeOneByOne(segment, lines)
    }
  }

  /** The database is there and refuses the batch: one bad record must not hold up the others. */
  async function storeOneByOne(segment: string, lines: readonly string[]): Promise<void> {
    let refused = 0
    for (const line of lines) if (!(await store([line]))) refused++
    if (refused === 0) return forget(segment)
    log.error({ segment, refused }, 'the database refuses request records, they are kept beside the spool')
    await spool.setAside(segment)
    spooled.delete(segment)
  }

  const flushTimer = setInterval(() => {
    if (queue.length > 0) void enqueue(flush)
  }, FLUSH_MS)
  const replayTimer = setInterval(() => void enqueue(replay), REPLAY_MS)

  return {
    record(record) {
      queue.push(sink.encode(record))
      if (closing) void enqueue(flush)
    },
    waiting: () => queue.length + [...spooled.values()].reduce((sum, count) => sum + count, 0),
    async close() {
      closing = true
      clearInterval(flushTimer)
      clearInterval(replayTimer)
      await enqueue(flush)
    },
  }
}
