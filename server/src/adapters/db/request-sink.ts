// Stores finished calls: a batch is one statement with one parameter, whatever its size.
import type { MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'
import type { RequestSink } from '../../core/requests/request-log.ts'
import type { RequestRecord } from '../../core/requests/request-record.ts'

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
    time_to_first_byte_ms: record.timeToFirstByteMs,
    duration_ms: record.durationMs,
  }
}

/** Run by Kysely itself: MikroORM writes parameters into the statement, which is slow for large ones. */
const INSERT =
  'insert into requests select * from jsonb_populate_recordset(null::requests, $1::jsonb) on conflict do nothing'

export function makeRequestSink(orm: MikroORM): RequestSink {
  return {
    // PostgreSQL's text cannot hold U+0000, wherever a client may have put one.
    encode: (record) => JSON.stringify(toRequestRow(record)).replaceAll('\\u0000', ''),
    async insert(encoded) {
      await orm.em
        .fork()
        .getKysely()
        .executeQuery(CompiledQuery.raw(INSERT, [`[${encoded.join(',')}]`]))
    },
  }
}
