// Prometheus metrics of the data plane, all of them drawn from the record of a finished call.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RequestRecord } from '../../core/requests/request-record.ts'

export interface Metrics {
  observe(record: RequestRecord): void
  readonly contentType: string
  text(): Promise<string>
}

/** Seconds; answers take from milliseconds to the better part of an hour. */
const DURATIONS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800]

/** Values that are read when the metrics are. */
export interface GaugedValues {
  readonly spooledRecords: () => number
  readonly rejectedRecords: () => number
  readonly expiries: () => readonly { readonly accountId: string; readonly secondsLeft: number }[]
}

export function makePrometheusMetrics(gauges: GaugedValues): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Counter({
    name: 'headgate_requests_total',
    help: 'Finished calls by provider, outcome and status.',
    labelNames: ['provider', 'outcome', 'status'],
    registers,
  })
  const errors = new Counter({
    name: 'headgate_request_errors_total',
    help: 'Calls that did not complete, by error type.',
    labelNames: ['provider', 'error_type'],
    registers,
  })
  const duration = new Histogram({
    name: 'headgate_request_duration_seconds',
    help: 'From the arrival of a call to the end of its answer.',
    labelNames: ['provider'],
    buckets: DURATIONS,
    registers,
  })
  const firstByte = new Histogram({
    name: 'headgate_time_to_first_byte_seconds',
    help: 'From the arrival of a call to the first byte of its answer.',
    labelNames: ['provider'],
    buckets: DURATIONS,
    registers,
  })
  const tokens = new Counter({
    name: 'headgate_tokens_total',
    help: 'Tokens by class.',
    labelNames: ['provider', 'class'],
    registers,
  })
  const attempts = new Counter({
    name: 'headgate_upstream_attempts_total',
    help: 'Attempts at upstreams by result.',
    labelNames: ['provider', 'result'],
    registers,
  })
  const spooled = new Gauge({
    name: 'headgate_spooled_records',
    help: 'Finished calls that are not in the database yet.',
    registers,
  })
  const rejected = new Gauge({
    name: 'headgate_rejected_records',
    help: 'Finished calls that the database rejected; they wait on disk to be replayed.',
    registers,
  })
  const expires = new Gauge({
    name: 'headgate_credential_expires_seconds',
    help: 'Until the secret of a credential expires, where that is known; negative when it has.',
    labelNames: ['account_id'],
    registers,
  })

  return {
    contentType: registry.contentType,
    text() {
      spooled.set(gauges.spooledRecords())
      rejected.set(gauges.rejectedRecords())
      expires.reset()
      for (const { accountId, secondsLeft } of gauges.expiries())
        expires.set({ account_id: accountId }, secondsLeft)
      return registry.metrics()
    },
    observe(record) {
      const provider = record.provider ?? 'none'
      requests.inc({ provider, outcome: record.outcome, status: record.status })
      if (record.outcome !== 'completed')
        errors.inc({ provider, error_type: record.errorType ?? record.outcome })
      duration.observe({ provider }, record.durationMs / 1000)
      if (record.timeToFirstByteMs !== null) firstByte.observe({ provider }, record.timeToFirstByteMs / 1000)
      for (const attempt of record.attempts)
        attempts.inc({ provider: attempt.provider, result: attempt.result })
      const { usage } = record
      const counts = {
        input: usage.inputTokens,
        output: usage.outputTokens,
        cache_write_5m: usage.cacheWrite5mTokens,
        cache_write_1h: usage.cacheWrite1hTokens,
        cache_read: usage.cacheReadTokens,
      }
      for (const [name, value] of Object.entries(counts))
        if (value) tokens.inc({ provider, class: name }, value)
    },
  }
}
