import { describe, expect, test } from 'vitest'
import { usageSummarySchema } from '@headgate/shared/usage'
import { migratedDatabase } from '../../../test/database.ts'
import { RecordsRejectedError } from '../../core/requests/request-log.ts'
import type { RequestRecord } from '../../core/requests/request-record.ts'
import { emptyUsage } from '../../core/usage/token-usage.ts'
import { ensureRequestPartitions } from './request-partitions.ts'
import { makeRequestReader } from './request-reader.ts'
import { makeRequestSink } from './request-sink.ts'

const PROJECT = '0189f3a0-5b7e-7000-8000-000000000001'
const OTHER = '0189f3a0-5b7e-7000-8000-000000000002'

function record(requestId: string, at: string, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    requestId,
    startedAt: new Date(at),
    projectId: PROJECT,
    keyId: PROJECT,
    sessionId: null,
    userAgent: 'test',
    provider: 'bedrock',
    credentialId: null,
    accountId: 'acc',
    path: 'POST /v1/messages',
    surface: 'invoke',
    model: 'claude-haiku-4-5',
    upstreamModel: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    upstreamRequestId: 'aws',
    stream: true,
    status: 200,
    outcome: 'completed',
    errorType: null,
    errorMessage: null,
    attempts: [],
    usage: { ...emptyUsage(), inputTokens: 10, outputTokens: 5, cacheReadTokens: 1 },
    isUsageIncomplete: false,
    iterations: null,
    costPicoUsd: 400_000,
    timeToFirstByteMs: 12,
    durationMs: 34,
    ...changes,
  }
}

async function world() {
  const database = await migratedDatabase()
  const sink = makeRequestSink(database.orm)
  return {
    ...database,
    sink,
    reader: makeRequestReader(database.orm),
    store: (...records: RequestRecord[]) => sink.insert(records.map((it) => sink.encode(it))),
  }
}

const YEAR = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }

describe('request log', () => {
  test('a record that does not name a column leaves it to its default', async () => {
    const { sql, sink } = await world()
    await sql.query('alter table requests add column added integer not null default 7')
    const older = JSON.parse(sink.encode(record('older', '2026-11-22T12:00:00Z'))) as object
    const newer = { ...older, request_id: 'newer', added: 9 }
    await sink.insert([older, newer].map((row) => JSON.stringify(row)))
    const { rows } = await sql.query('select request_id, added from requests order by 1')
    expect(rows).toEqual([
      { request_id: 'newer', added: 9 },
      { request_id: 'older', added: 7 },
    ])
  })

  test('a record of what is no record is rejected, and touches nothing else', async () => {
    const { sink } = await world()
    for (const line of ['{', '{}', '{"a\\"); drop table requests; --":1}'])
      await expect(sink.insert([line])).rejects.toBeInstanceOf(RecordsRejectedError)
  })

  test('storing twice counts once', async () => {
    const { store, reader } = await world()
    await store(record('a', '2026-11-22T12:00:00Z'))
    await store(record('a', '2026-11-22T12:00:00Z'), record('b', '2026-11-22T12:00:01Z'))
    expect((await reader.list({ limit: 10 })).items.map((row) => row.requestId)).toEqual(['b', 'a'])
  })

  test('a record comes back as it was, odd characters included', async () => {
    const { store, reader } = await world()
    const attempts = [
      {
        accountId: 'acc',
        provider: 'bedrock',
        upstreamModel: 'm',
        status: 429,
        result: 'rate_limited',
        reason: `"quoted"\\ \u0000 é 🙂 '; drop table`,
        durationMs: 1,
        upstreamRequestId: null,
      },
    ] as const
    await store(
      record('a', '2026-11-22T12:00:00.123Z', { attempts, errorMessage: 'x\u0000y', costPicoUsd: null }),
    )
    const [row] = (await reader.list({ limit: 1 })).items
    expect(row).toMatchObject({
      requestId: 'a',
      time: '2026-11-22T12:00:00.123Z',
      errorMessage: 'xy',
      costPicoUsd: null,
      inputTokens: 10,
      cacheWrite5mTokens: null,
      projectSlug: null,
    })
    expect(row!.attempts[0]!.reason).toBe(`"quoted"\\  é 🙂 '; drop table`)
  })

  test('nothing that a client or an upstream writes keeps a record out', async () => {
    const { store, reader } = await world()
    const odd = 'x\\u0000 \u0000 \ud83d "'
    await store(
      record('a', '2026-11-22T12:00:00Z', {
        userAgent: odd,
        sessionId: odd,
        model: odd,
        errorMessage: odd,
        errorType: odd,
        upstreamRequestId: odd,
      }),
    )
    const [row] = (await reader.list({ limit: 1 })).items
    expect(row).toMatchObject({ sessionId: 'x\\u0000  \ufffd "', model: 'x\\u0000  \ufffd "' })
  })

  test('what can never be stored is told from what cannot be stored now', async () => {
    const { sink, orm } = await world()
    const good = sink.encode(record('a', '2026-11-22T12:00:00Z'))
    const bad = sink.encode(record('b', '2026-11-22T12:00:00Z', { model: 'm'.repeat(300) }))
    await expect(sink.insert([good, bad])).rejects.toBeInstanceOf(RecordsRejectedError)
    await orm.em.execute('alter table requests rename to elsewhere')
    await expect(sink.insert([good])).rejects.not.toBeInstanceOf(RecordsRejectedError)
  })

  test('pages by key, newest first, with filters', async () => {
    const { store, reader } = await world()
    const at = '2026-11-22T12:00:00Z'
    await store(
      ...['a', 'b', 'c', 'd'].map((id) => record(id, at)),
      record('e', '2026-11-22T12:00:01Z', { projectId: OTHER, provider: 'anthropic', outcome: 'denied' }),
    )
    const first = await reader.list({ limit: 3 })
    expect(first.items.map((row) => row.requestId)).toEqual(['e', 'd', 'c'])
    const second = await reader.list({ limit: 3, cursor: first.nextCursor! })
    expect([second.items.map((row) => row.requestId), second.nextCursor]).toEqual([['b', 'a'], null])
    const only = async (filter: object) =>
      (await reader.list({ limit: 9, ...filter })).items.map((row) => row.requestId)
    expect(await only({ projectId: OTHER })).toEqual(['e'])
    expect(
      await only({ provider: 'anthropic', outcome: 'denied', model: 'claude-haiku-4-5', accountId: 'acc' }),
    ).toEqual(['e'])
    expect(await only({ from: '2026-11-22T12:00:01Z' })).toEqual(['e'])
    expect(await only({ to: '2026-11-22T12:00:00Z' })).toEqual([])
  })
})

describe('usage totals', () => {
  test('rounds money once, in the total', async () => {
    const { store, reader } = await world()
    await store(
      ...Array.from({ length: 3 }, (_, i) =>
        record(`r${i}`, '2026-11-22T12:00:00Z', { costPicoUsd: 400_000 }),
      ),
    )
    expect(await reader.summarize(YEAR)).toEqual({
      requests: 3,
      inputTokens: 30,
      outputTokens: 15,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      cacheReadTokens: 3,
      costMicroUsd: 1,
      unpricedRequests: 0,
      incompleteRequests: 0,
    })
  })

  test('unknown prices are told, and alone they are null', async () => {
    const { store, reader } = await world()
    await store(record('a', '2026-11-22T12:00:00Z', { costPicoUsd: null }))
    expect(await reader.summarize(YEAR)).toMatchObject({ costMicroUsd: null, unpricedRequests: 1 })
    await store(record('b', '2026-11-22T12:00:00Z', { costPicoUsd: 2_000_000 }))
    expect(await reader.summarize(YEAR)).toMatchObject({ costMicroUsd: 2, unpricedRequests: 1 })
    await store(record('c', '2026-11-22T12:00:00Z', { costPicoUsd: null, usage: emptyUsage() }))
    expect(await reader.summarize(YEAR)).toMatchObject({ requests: 3, unpricedRequests: 1 })
  })

  test('sums beyond 2^53 are told, as near as a double comes', async () => {
    const { store, reader } = await world()
    const usage = { ...emptyUsage(), inputTokens: Number.MAX_SAFE_INTEGER }
    await store(...['a', 'b', 'c'].map((id) => record(id, '2026-11-22T12:00:00Z', { usage })))
    const summary = usageSummarySchema.parse(await reader.summarize(YEAR))
    expect(summary).toMatchObject({ requests: 3, inputTokens: 3 * Number.MAX_SAFE_INTEGER })
  })

  test('nothing is 0, and the range is half open, to the second', async () => {
    const { store, reader } = await world()
    expect(await reader.summarize(YEAR)).toMatchObject({ requests: 0, costMicroUsd: 0 })
    await store(
      record('a', '2026-11-22T12:00:00Z'),
      record('b', '2026-11-22T12:00:01Z', { projectId: OTHER }),
    )
    const range = { from: '2026-11-22T12:00:00Z', to: '2026-11-22T12:00:01Z' }
    expect((await reader.summarize(range)).requests).toBe(1)
    expect((await reader.summarize({ ...YEAR, projectId: OTHER })).requests).toBe(1)
  })
})

describe('partitions', () => {
  test('stand although others write into the default partition meanwhile, and no row is lost', async () => {
    const { orm, sql, sink } = await world()
    const now = new Date('2026-11-22T12:00:00Z')
    const line = (id: string) => sink.encode(record(id, now.toISOString()))
    const older = Array.from({ length: 3000 }, (_, i) => line(`old-${i}`))
    await sink.insert(older)
    const done = new AbortController()
    let written = 0
    const writing = (async () => {
      while (!done.signal.aborted) await sink.insert([line(`new-${written++}`)])
    })()
    await Promise.all([ensureRequestPartitions(orm, now), ensureRequestPartitions(orm, now)])
    done.abort()
    await writing
    const { rows } = await sql.query<{ all: number; inDefault: number }>(
      `select (select count(*)::int from requests) as all, (select count(*)::int from requests_default) as "inDefault"`,
    )
    expect(rows[0]).toEqual({ all: older.length + written, inDefault: 0 })
  })

  const NAMES = `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'requests'::regclass order by 1`

  test('are made ahead, once, and take over what waited in the default one', async () => {
    const { store, reader, orm, sql } = await world()
    await store(record('a', '2026-12-31T23:59:59.999Z'), record('b', '2027-01-01T00:00:00Z'))
    const now = new Date('2026-11-30T23:00:00Z')
    await Promise.all([ensureRequestPartitions(orm, now), ensureRequestPartitions(orm, now)])
    expect((await sql.query<{ name: string }>(NAMES)).rows.map(({ name }) => name)).toEqual([
      'requests_2026_11',
      'requests_2026_12',
      'requests_2027_01',
      'requests_default',
    ])
    const count = async (table: string) =>
      (await sql.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n
    expect([
      await count('requests_2026_12'),
      await count('requests_2027_01'),
      await count('requests_default'),
    ]).toEqual([1, 1, 0])
    expect((await reader.list({ limit: 9 })).items).toHaveLength(2)
    await store(record('c', '2026-11-22T00:00:00Z'), record('d', '2031-01-01T00:00:00Z'))
    expect([await count('requests_2026_11'), await count('requests_default')]).toEqual([1, 1])
  })
})
