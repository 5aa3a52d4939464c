// Keeps on disk which calls are running, so that a killed process leaves a record of each instead of nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../core/log.ts'
import type { CallTraceFile } from '../core/requests/request-log.ts'

export interface TraceCallsDeps {
  readonly file: CallTraceFile
  readonly log: Logger
  /** Takes encoded records of calls whose process was killed. */
  readonly onInterrupted: (lines: readonly string[]) => Promise<void>
}

export interface CallTracer {
  /** @param encoded the record that the call becomes if it never ends */
  begun(requestId: string, encoded: string): void
  ended(requestId: string): void
  close(): Promise<void>
}

const FLUSH_MS = 100
const TOUCH_MS = 10_000
/** Longer than a process pauses that still lives. */
const IDLE_MS = 30_000
/** Lines of calls that have ended; beyond this the file starts anew. */
const MAX_DEAD_LINES = 2000
const CLOSE_MS = 1000

export function startTracingCalls({ file, log, onInterrupted }: TraceCallsDeps): CallTracer {
  const running = new Map<string, string>()
  let waiting: string[] = []
  let deadLines = 0
  let work: Promise<void> = Promise.resolve()
  const enqueue = (task: () => Promise<void>) => {
    work = work.then(task).catch((error: unknown) => log.warn({ error }, 'the trace of running calls failed'))
  }

  async function flush(): Promise<void> {
    if (waiting.length === 0) return
    const lines = waiting
    waiting = []
    if (deadLines < MAX_DEAD_LINES) return file.append(lines)
    deadLines = 0
    return file.rewrite(Array.from(running, ([id, encoded]) => begunLine(id, encoded)))
  }

  async function takeOver(): Promise<void> {
    for (const lines of await file.takeOver(IDLE_MS)) {
      const interrupted = unfinished(lines)
      if (interrupted.length > 0) await onInterrupted(interrupted)
    }
  }

  const flushTimer = setInterval(() => enqueue(flush), FLUSH_MS)
  const touchTimer = setInterval(() => {
    enqueue(() => file.touch())
    enqueue(takeOver)
  }, TOUCH_MS)
  enqueue(takeOver)

  return {
    begun(requestId, encoded) {
      running.set(requestId, encoded)
      waiting.push(begunLine(requestId, encoded))
    },
    ended(requestId) {
      if (!running.delete(requestId)) return
      waiting.push(`- ${requestId}`)
      deadLines += 2
    },
    async close() {
      clearInterval(flushTimer)
      clearInterval(touchTimer)
      enqueue(running.size === 0 ? () => file.remove() : flush)
      await Promise.race([work, sleep(CLOSE_MS)])
    },
  }
}

function begunLine(requestId: string, encoded: string): string {
  return `+ ${requestId} ${encoded}`
}

/** Records of the calls that began and have no end. A line that was cut is none. */
function unfinished(lines: readonly string[]): string[] {
  const left = new Map<string, string>()
  for (const line of lines) {
    const [, sign, id, encoded] = /^([+-]) (\S+)(?: (.*))?$/.exec(line) ?? []
    if (sign === '+' && id !== undefined && encoded !== undefined) left.set(id, encoded)
    else if (sign === '-' && id !== undefined) left.delete(id)
  }
  return [...left.values()]
}
