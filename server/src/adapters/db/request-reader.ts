// Reads the request log. Lists page by key and never count; totals are rounded once.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { ListRequests, RequestView } from '@headgate/shared/requests'
import { pageOf, readTimeCursor, timeCursor } from '../../core/admin/page.ts'
import type { RequestReader } from '../../core/requests/request-log.ts'
import { timestamp, whereGiven } from './given-conditions.ts'

export function makeRequestReader(orm: MikroORM): RequestReader {
  return {
    async list(input) {
      const { where, params } = conditions(input)
      const rows = await orm.em.fork().execute<ListedRow[]>(
        `select ${LISTED_COLUMNS}
         from requests r
         left join projects p on p.id = r.project_id
         left join project_keys k on k.id = r.key_id
         ${where}
         order by r.started_at desc, r.request_id desc
         limit ?`,
        [...params, input.limit + 1],
      )
      return pageOf(rows.map(toView), input.limit, (row) =>
        timeCursor({ at: new Date(row.time), id: row.requestId }),
      )
    },

    async summarize({ projectId, from, to }) {
      const [row] = await orm.em.fork().execute<Record<keyof typeof TOTALS, string>[]>(
        `select ${Object.entries(TOTALS)
          .map(([name, sum]) => `(${sum})::text as "${name}"`)
          .join(', ')}
         from requests
         where started_at >= ? and started_at < ? ${projectId === undefined ? '' : 'and project_id = ?'}`,
        [timestamp(from), timestamp(to), ...(projectId === undefined ? [] : [projectId])],
      )
      const { priced, costMicroUsd, ...totals } = Object.fromEntries(
        Object.entries(row!).map(([name, value]) => [name, Number(value)]),
      ) as Record<keyof typeof TOTALS, number>
      return { ...totals, costMicroUsd: priced === 0 && totals.unpricedRequests > 0 ? null : costMicroUsd }
    },
  }
}

const REQUEST_ID = /^[\w-]{1,64}$/
const HAS_USAGE = '(input_tokens is not null or output_tokens is not null)'

/** What each total is a sum of. Pico-dollars become micro-dollars here and nowhere else. */
const TOTALS = {
  requests: 'count(*)',
  inputTokens: 'coalesce(sum(input_tokens), 0)',
  outputTokens: 'coalesce(sum(output_tokens), 0)',
  cacheWrite5mTokens: 'coalesce(sum(cache_write_5m_tokens), 0)',
  cacheWrite1hTokens: 'coalesce(sum(cache_write_1h_tokens), 0)',
  cacheReadTokens: 'coalesce(sum(cache_read_tokens), 0)',
  costMicroUsd: 'coalesce(round(sum(cost_pico_usd) / 1000000), 0)',
  priced: 'count(cost_pico_usd)',
  unpricedRequests: `count(*) filter (where cost_pico_usd is null and (${HAS_USAGE} or usage_incomplete))`,
  incompleteRequests: 'count(*) filter (where usage_incomplete)',
} as const

const LISTED_COLUMNS = `
  r.request_id, r.started_at, r.project_id, p.project_id as project_slug, r.key_id, k.name as key_name, r.session_id,
  r.provider, r.account_id, r.path, r.model, r.upstream_model, r.stream, r.status, r.outcome, r.error_type, r.error_message,
  r.attempts, r.input_tokens, r.output_tokens, r.cache_write_5m_tokens, r.cache_write_1h_tokens, r.cache_read_tokens,
  r.cost_pico_usd, r.usage_incomplete, r.web_search_requests, r.inference_geo, r.speed, r.service_tier, r.iterations,
  r.time_to_first_byte_ms, r.duration_ms`

interface ListedRow {
  request_id: string
  started_at: string | Date
  project_id: string
  project_slug: string | null
  key_id: string
  key_name: string | null
  session_id: string | null
  provider: RequestView['provider']
  account_id: string | null
  model: string | null
  path: string | null
  upstream_model: string | null
  stream: boolean
  status: number
  outcome: RequestView['outcome']
  error_type: string | null
  error_message: string | null
  attempts: RequestView['attempts']
  input_tokens: string | null
  output_tokens: string | null
  cache_write_5m_tokens: string | null
  cache_write_1h_tokens: string | null
  cache_read_tokens: string | null
  cost_pico_usd: string | null
  usage_incomplete: boolean
  web_search_requests: number
  inference_geo: string | null
  speed: string | null
  service_tier: string | null
  iterations: RequestView['iterations']
  time_to_first_byte_ms: number | null
  duration_ms: number
}

function toView(row: ListedRow): RequestView {
  const integer = (value: string | null) => (value === null ? null : Number(value))
  return {
    requestId: row.request_id,
    time: new Date(row.started_at).toISOString(),
    projectId: row.project_id,
    projectSlug: row.project_slug,
    keyId: row.key_id,
    keyName: row.key_name,
    sessionId: row.session_id,
    provider: row.provider,
    accountId: row.account_id,
    model: row.model,
    path: row.path,
    upstreamModel: row.upstream_model,
    stream: row.stream,
    status: row.status,
    outcome: row.outcome,
    errorType: row.error_type,
    errorMessage: row.error_message,
    attempts: row.attempts,
    inputTokens: integer(row.input_tokens),
    outputTokens: integer(row.output_tokens),
    cacheWrite5mTokens: integer(row.cache_write_5m_tokens),
    cacheWrite1hTokens: integer(row.cache_write_1h_tokens),
    cacheReadTokens: integer(row.cache_read_tokens),
    costPicoUsd: integer(row.cost_pico_usd),
    usageIncomplete: row.usage_incomplete,
    webSearchRequests: row.web_search_requests,
    inferenceGeo: row.inference_geo,
    speed: row.speed,
    serviceTier: row.service_tier,
    iterations: row.iterations,
    timeToFirstByteMs: row.time_to_first_byte_ms,
    durationMs: row.duration_ms,
  }
}

function conditions(input: ListRequests) {
  const after = input.cursor === undefined ? null : readTimeCursor(input.cursor, REQUEST_ID)
  return whereGiven([
    ['r.project_id = ?', input.projectId],
    ['r.key_id = ?', input.keyId],
    ['r.provider = ?', input.provider],
    ['r.account_id = ?', input.accountId],
    ['r.model = ?', input.model],
    ['r.outcome = ?', input.outcome],
    ['r.started_at >= ?', timestamp(input.from)],
    ['r.started_at < ?', timestamp(input.to)],
    ['(r.started_at, r.request_id) < (?::timestamptz, ?)', after?.at.toISOString(), after?.id],
  ])
}
