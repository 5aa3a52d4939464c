import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { temporaryDirectory } from '../../test/temporary-directory.ts'
import { openRequestSpool } from '../adapters/spool/request-spool.ts'
import { RecordsRejectedError } from '../core/requests/request-log.ts'
import type { RequestRecord } from '../core/requests/request-record.ts'
import { startRecordingRequests } from './record-requests.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

const record = (requestId: string) => ({ requestId }) as RequestRecord

function world(directory = temporaryDirectory()) {
  const database = { up: true, hangs: false, rows: [] as string[], poison: new Set<string>() }
  const statements: number[] = []
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), isDebug: () => false }
  const spool = openRequestSpool(directory)
  const job = startRecordingRequests({
    sink: {
      encode: (it) => it.requestId,
      insert: (lines) => {
        statements.push(lines.length)
        if (!database.up) return Promise.reject(new Error('connection refused'))
        if (lines.some((line) => database.poison.has(line))) return Promise.reject(new RecordsRejectedError())
        if (database.hangs) return new Promise(() => undefined)
        // Like `on conflict do nothing`.
        for (const line of lines) if (!database.rows.includes(line)) database.rows.push(line)
        return Promise.resolve()
      },
    },
    spool,
    log,
  })
  /** Lets the timers fire and the work they start settle. */
  async function tick(ms: number): Promise<void> {
    vi.advanceTimersByTime(ms)
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { database, job, log, directory, tick, statements, files: () => readdirSync(directory) }
}

describe('startRecordingRequests', () => {
  test('many small segments follow in few statements once the database is back', async () => {
    const { database, job, tick, statements } = world()
    database.up = false
    for (let i = 0; i < 60; i++) {
      job.record(record(`r${i}`))
      await tick(100)
    }
    database.up = true
    statements.length = 0
    await tick(2000)
    expect(database.rows).toHaveLength(60)
    expect(statements.length).toBeLessThan(5)
    await vi.waitFor(() => expect(job.waiting()).toBe(0))
  })

  test('rejected records are counted, and stored when they are replayed after the cause is mended', async () => {
    const { database, job, tick, files } = world()
    database.poison.add('bad')
    job.record(record('bad'))
    await tick(100)
    await tick(2000)
    expect([job.rejected(), job.waiting()]).toEqual([1, 0])
    database.poison.clear()
    expect(await job.replayRejected()).toBe(1)
    await tick(2000)
    expect(database.rows).toEqual(['bad'])
    expect([job.rejected(), files()]).toEqual([0, []])
  })

  test('records reach the database in a batch, and nothing stays on disk', async () => {
    const { database, job, tick, files } = world()
    for (const id of ['a', 'b', 'c']) job.record(record(id))
    await tick(100)
    expect(database.rows).toEqual(['a', 'b', 'c'])
    expect(files()).toEqual([])
    expect(job.waiting()).toBe(0)
  })

  test('while the database is away they wait on disk, and follow when it is back', async () => {
    const { database, job, tick, files } = world()
    database.up = false
    job.record(record('a'))
    await tick(100)
    job.record(record('b'))
    await tick(100)
    expect(files()).toHaveLength(2)
    expect(job.waiting()).toBe(2)
    database.up = true
    await tick(2000)
    expect(database.rows.sort()).toEqual(['a', 'b'])
    expect(files()).toEqual([])
  })

  test('what a process left behind is stored by the next one, once', async () => {
    const first = world()
    first.database.up = false
    first.job.record(record('a'))
    await first.job.close()
    const second = world(first.directory)
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000)
    await second.tick(2000)
    vi.mocked(Date.now).mockRestore()
    expect(second.database.rows).toEqual(['a'])
    expect(second.files()).toEqual([])
  })

  test('a record the database rejects does not hold up the others, and is kept', async () => {
    const { database, job, tick, files, log } = world()
    database.poison.add('bad')
    for (const id of ['a', 'bad', 'b']) job.record(record(id))
    await tick(100)
    await tick(2000)
    expect(database.rows).toEqual(['a', 'b'])
    expect(files()).toEqual([expect.stringMatching(/\.ndjson\.rejected$/)])
    expect(log.error).toHaveBeenCalledOnce()
  })

  test('a database that hangs keeps nothing from the disk, and does not hold the end up', async () => {
    const { database, job, tick, files } = world()
    database.hangs = true
    for (const id of ['a', 'b', 'c']) {
      job.record(record(id))
      await tick(100)
    }
    expect(files()).toHaveLength(3)
    job.record(record('d'))
    vi.useRealTimers()
    await job.close()
    expect(files()).toHaveLength(4)
  }, 10_000)

  test('a database that is only read from for a while is waited for', async () => {
    const { database, job, tick, files } = world()
    database.up = false
    job.record(record('a'))
    await tick(100)
    await tick(2000)
    expect(files()).toEqual([expect.stringMatching(/\.ndjson$/)])
    database.up = true
    await tick(2000)
    expect(database.rows).toEqual(['a'])
  })

  test('closing stores what is there, also what comes in the last moment', async () => {
    const { database, job } = world()
    job.record(record('a'))
    const closed = job.close()
    job.record(record('b'))
    await closed
    await vi.waitFor(() => expect(database.rows).toEqual(['a', 'b']))
  })
})
