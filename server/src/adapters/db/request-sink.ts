// Stores finished calls: a batch is one statement with one parameter, whatever its size.
import type { MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'
import { RecordsRejectedError, type RequestSink } from '../../core/requests/request-log.ts'
import type { RequestRecord } from '../../core/requests/request-record.ts'
import { storableText } from './storable.ts'

/** Column names of table `requests`. */
function toRequestRow(record: RequestRecord) {
  return {
    request_id: record.requestId,
    started_at: record.startedAt,
    project_id: record.projectId,
    key_id: record.keyId,
    session_id: record.sessionId,
    user_agent: record.userAgent,
    provider: record.provider,
    credential_id: record.credentialId,
    account_id: record.accountId,
    surface: record.surface,
    path: record.path,
    model: record.model,
    upstream_model: record.upstreamModel,
    upstream_request_id: record.upstreamRequestId,
    stream: record.stream,
    status: record.status,
    outcome: record.outcome,
    error_type: record.errorType,
    error_message: record.errorMessage,
    attempts: record.attempts,
    input_tokens: record.usage.inputTokens,
    output_tokens: record.usage.outputTokens,
    cache_write_5m_tokens: record.usage.cacheWrite5mTokens,
    cache_write_1h_tokens: record.usage.cacheWrite1hTokens,
    cache_read_tokens: record.usage.cacheReadTokens,
    cost_pico_usd: record.costPicoUsd,
    usage_incomplete: record.isUsageIncomplete,
    web_search_requests: record.usage.webSearchRequests,
    inference_geo: record.usage.inferenceGeo,
    speed: record.usage.speed,
    service_tier: record.usage.serviceTier,
    iterations: record.iterations,
    time_to_first_byte_ms: record.timeToFirstByteMs,
    duration_ms: record.durationMs,
  }
}

/** As JSON writes them; what a client wrote so itself looks the same here, and loses nothing by a second look. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

/** Wherever a client may have put what PostgreSQL does not take. */
function storable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation): waiting will not help. */
function isDataFault(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error) || !/^2[23]/.test(String(error.code))) return false
  // A row that was on its way to the default partition while another one was attached: the next time it finds that one.
  const isMisrouted = error.code === '23514' && !('constraint' in error && error.constraint !== undefined)
  return !isMisrouted
}

/**
 * Columns that a record does not name are left to their defaults: an older replica writes into a newer table, and records
 * wait on disk across an upgrade. Run by Kysely itself: MikroORM writes parameters into the statement, which is slow for
 * large ones. Records of one batch may name different columns; each set of columns is a statement of its own.
 */
function insertOf(columns: readonly string[]): string {
  const names = columns.map((name) => `"${name}"`).join(', ')
  return `insert into requests (${names})
    select ${names} from jsonb_populate_recordset(null::requests, $1::jsonb) on conflict do nothing`
}

/** Lower-case letters, digits and underscores: a spooled record that names anything else is none of ours. */
const COLUMN = /^[a-z][a-z0-9_]*$/

/** Encoded records by the columns they name. @throws RecordsRejectedError for text that is no record */
function byColumns(encoded: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const line of encoded) {
    const columns = columnsOf(line).join()
    const group = groups.get(columns)
    if (group) group.push(line)
    else groups.set(columns, [line])
  }
  return groups
}

function columnsOf(line: string): string[] {
  try {
    const columns = Object.keys(JSON.parse(line) as object)
    if (columns.length > 0 && columns.every((name) => COLUMN.test(name))) return columns
    throw new TypeError('A record names columns that no table has')
  } catch (cause) {
    throw new RecordsRejectedError({ cause })
  }
}

export function makeRequestSink(orm: MikroORM): RequestSink {
  return {
    encode(record) {
      const row = toRequestRow(record)
      const text = JSON.stringify(row)
      return UNSTORABLE.test(text) ? JSON.stringify(row, storable) : text
    },
    async insert(encoded) {
      const groups = byColumns(encoded)
      try {
        for (const [columns, lines] of groups) {
          const query = CompiledQuery.raw(insertOf(columns.split(',')), [`[${lines.join(',')}]`])
          await orm.em.fork().getKysely().executeQuery(query)
        }
      } catch (cause) {
        throw isDataFault(cause) ? new RecordsRejectedError({ cause }) : cause
      }
    },
  }
}
