// Carries finished calls into the database: to disk first, then in batches, again and again until they are there.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../core/log.ts'
import { RecordsRejectedError, type RequestSink, type RequestSpool } from '../core/requests/request-log.ts'
import type { RequestRecorder } from '../core/requests/request-record.ts'

export interface RecordRequestsDeps {
  readonly sink: RequestSink
  readonly spool: RequestSpool
  readonly log: Logger
}

export interface RecordRequestsJob extends RequestRecorder {
  /** Records that are not in the database yet. */
  waiting(): number
  /** Records that the database rejected, and that wait for somebody to try them again. */
  rejected(): number
  /** Puts rejected records back in line. @returns how many */
  replayRejected(): Promise<number>
  /** Takes records that are encoded already. */
  recordEncoded(lines: readonly string[]): Promise<void>
  /** Stores what it can and stops. What cannot be stored stays on disk for the next start. */
  close(): Promise<void>
}

const FLUSH_MS = 100
const REPLAY_MS = 2000
const MAX_BATCH = 1000
/** Batches that wait in memory for the database. */
const MAX_WAITING = 20
/** At the end a database that does not answer is waited for so long. */
const CLOSE_MS = 5000
/** Other processes' segments are left to them for so long. */
const FOREIGN_IDLE_MS = 30_000

export function startRecordingRequests(deps: RecordRequestsDeps): RecordRequestsJob {
  const { sink, spool, log } = deps
  const queue: string[] = []
  const spooled = new Map<string, number>()
  let phase: 'open' | 'closing' | 'closed' = 'open'
  const report = (error: unknown) => log.error({ error }, 'recording requests failed')
  // A database that hangs must not keep records from the disk: each has its own order of work.
  const spooling = inOrder(report)
  const storing = inOrder(report)

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH)
      const segment = await spool.write(batch).catch((error: unknown) => {
        log.error({ error }, 'the request spool cannot be written')
        return null
      })
      if (segment === null) {
        // The database is the only place left.
        if ((await store(batch)) === 'failed') {
          queue.unshift(...batch)
          return
        }
      } else {
        spooled.set(segment, batch.length)
        // What waits behind a slow database is read from the disk again, not held in memory.
        if (phase !== 'closed' && storing.length() < MAX_WAITING)
          void storing.add(() => storeSpooled(segment, batch))
      }
    }
  }

  async function storeSpooled(segment: string, lines: readonly string[]): Promise<void> {
    if (spooled.has(segment) && (await store(lines)) === 'stored') await forget(segment)
  }

  async function store(lines: readonly string[]): Promise<'stored' | 'rejected' | 'failed'> {
    try {
      if (lines.length > 0) await sink.insert(lines)
      return 'stored'
    } catch (error) {
      log.warn({ error, records: lines.length }, 'request records could not be stored yet')
      return error instanceof RecordsRejectedError ? 'rejected' : 'failed'
    }
  }

  async function forget(segment: string): Promise<void> {
    await spool.remove(segment)
    spooled.delete(segment)
  }

  /** A part of what waits; what came meanwhile is stored before the next part. */
  async function replay(): Promise<void> {
    for (const segment of await spool.leftBehind(FOREIGN_IDLE_MS))
      if (!spooled.has(segment)) spooled.set(segment, 0)
    const part = await readPart()
    if (part.length === 0) return
    const outcome = await store(part.flatMap(({ lines }) => lines))
    if (outcome === 'failed') return
    for (const { segment, lines } of part) {
      if (outcome === 'stored') await forget(segment)
      else if (!(await storeOneByOne(segment, lines))) return
    }
    if (spooled.size > 0 && phase !== 'closed') void storing.add(replay)
  }

  /** Many small segments are one statement. */
  async function readPart(): Promise<{ segment: string; lines: readonly string[] }[]> {
    const part: { segment: string; lines: readonly string[] }[] = []
    let records = 0
    for (const segment of Array.from(spooled.keys())) {
      // Another process may have stored and removed it meanwhile.
      const lines = await spool.read(segment).catch(() => null)
      if (lines === null) {
        spooled.delete(segment)
        continue
      }
      part.push({ segment, lines })
      records += lines.length
      if (records >= MAX_BATCH) break
    }
    return part
  }

  /** One bad record must not hold up the others. @returns false when the database went away meanwhile. */
  async function storeOneByOne(segment: string, lines: readonly string[]): Promise<boolean> {
    let rejected = 0
    for (const line of lines) {
      const outcome = await store([line])
      if (outcome === 'failed') return false
      if (outcome === 'rejected') rejected++
    }
    if (rejected > 0) {
      log.error({ segment, rejected }, 'the database rejects request records, they are kept beside the spool')
      await spool.setAside(segment)
      spooled.delete(segment)
      await countAside()
    } else await forget(segment)
    return true
  }

  async function settled(): Promise<void> {
    do {
      await spooling.add(() => Promise.resolve())
      await storing.add(() => Promise.resolve())
    } while (spooling.length() > 0 || storing.length() > 0)
  }

  let aside = 0
  async function countAside(): Promise<void> {
    aside = await spool.countAside()
  }
  countAside().catch(report)

  const flushTimer = setInterval(() => {
    if (queue.length > 0 && spooling.length() === 0) void spooling.add(flush)
  }, FLUSH_MS)
  const replayTimer = setInterval(() => {
    if (storing.length() === 0) void storing.add(replay)
  }, REPLAY_MS)

  return {
    record(record) {
      queue.push(sink.encode(record))
      if (phase !== 'open') void spooling.add(flush)
    },
    waiting: () => queue.length + [...spooled.values()].reduce((sum, count) => sum + count, 0),
    rejected: () => aside,
    async replayRejected() {
      const records = await spool.countAside()
      await spool.bringBack()
      for (const segment of await spool.leftBehind(0)) if (!spooled.has(segment)) spooled.set(segment, 0)
      await countAside()
      return records
    },
    async recordEncoded(lines) {
      queue.push(...lines)
      await spooling.add(flush)
    },
    async close() {
      phase = 'closing'
      clearInterval(flushTimer)
      clearInterval(replayTimer)
      await spooling.add(flush)
      await Promise.race([settled(), sleep(CLOSE_MS)])
      // The database goes away now: what comes later waits on disk for the next start.
      phase = 'closed'
    },
  }
}

/** Runs one piece of work after the other; a failed one is reported and does not stop the next. */
function inOrder(report: (error: unknown) => void) {
  let last: Promise<void> = Promise.resolve()
  let length = 0
  return {
    length: () => length,
    add(work: () => Promise<void>): Promise<void> {
      length++
      last = last
        .then(work)
        .catch(report)
        .finally(() => length--)
      return last
    },
  }
}
