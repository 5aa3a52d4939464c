// Token counts of one answer in five classes, gathered from wherever an upstream reports them.
import { jsonObject, type JsonObject } from '../wire/json-object.ts'

/** Counts are null until an upstream reports them. */
export interface TokenCounts {
  inputTokens: number | null
  outputTokens: number | null
  cacheWrite5mTokens: number | null
  cacheWrite1hTokens: number | null
  cacheReadTokens: number | null
}

/** One inference of several in one answer (`usage.iterations[]`): each is billed at the price of its own model. */
export interface IterationUsage extends TokenCounts {
  /** `message`, `compaction`, `advisor_message`, `fallback_message`, or what is to come. */
  readonly type: string
  /** Null for the model of the call. */
  readonly model: string | null
}

/** The counts at the top level are those of the messages alone. Other fields change the price of the tokens. */
export interface TokenUsage extends TokenCounts {
  /** All inferences of the answer; null where the upstream reports only the top level. */
  iterations: readonly IterationUsage[] | null
  webSearchRequests: number
  /** `us` when inference was pinned to the United States. */
  inferenceGeo: string | null
  /** `fast` in fast mode. */
  speed: string | null
  /** `standard`, `priority` or `batch`. */
  serviceTier: string | null
}

function emptyCounts(): TokenCounts {
  return {
    inputTokens: null,
    outputTokens: null,
    cacheWrite5mTokens: null,
    cacheWrite1hTokens: null,
    cacheReadTokens: null,
  }
}

export function emptyUsage(): TokenUsage {
  return {
    ...emptyCounts(),
    iterations: null,
    webSearchRequests: 0,
    inferenceGeo: null,
    speed: null,
    serviceTier: null,
  }
}

export function hasUsage(usage: TokenCounts): boolean {
  return usage.inputTokens !== null || usage.outputTokens !== null
}

/** A token count as JSON gives it; null for anything that is not a whole number of at least 0. */
function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/**
 * Takes over a `usage` object of the Messages API. Its numbers are cumulative: per field the last reported
 * one counts, nothing is added up, and a missing or null field changes nothing.
 */
export function mergeMessagesUsage(into: TokenUsage, value: unknown): void {
  const usage = jsonObject(value)
  if (!usage) return
  mergeCounts(into, usage)
  into.iterations = iterationsOf(usage.iterations) ?? into.iterations
  into.webSearchRequests =
    count(jsonObject(usage.server_tool_use)?.web_search_requests) ?? into.webSearchRequests
  if (typeof usage.inference_geo === 'string') into.inferenceGeo = usage.inference_geo
  if (typeof usage.speed === 'string') into.speed = usage.speed
  if (typeof usage.service_tier === 'string') into.serviceTier = usage.service_tier
}

function mergeCounts(into: TokenCounts, usage: JsonObject): void {
  into.inputTokens = count(usage.input_tokens) ?? into.inputTokens
  into.outputTokens = count(usage.output_tokens) ?? into.outputTokens
  into.cacheReadTokens = count(usage.cache_read_input_tokens) ?? into.cacheReadTokens
  mergeCacheWrites(into, usage)
}

function iterationsOf(value: unknown): IterationUsage[] | null {
  if (!Array.isArray(value) || value.length === 0) return null
  return value.slice(0, MAX_ITERATIONS).flatMap((entry) => {
    const usage = jsonObject(entry)
    if (!usage) return []
    const iteration = {
      type: typeof usage.type === 'string' ? usage.type.slice(0, MAX_NAME_CHARS) : 'message',
      model: typeof usage.model === 'string' ? usage.model.slice(0, MAX_NAME_CHARS) : null,
      ...emptyCounts(),
    }
    mergeCounts(iteration, usage)
    return [iteration]
  })
}

/** A tool loop on the server has some dozens. */
const MAX_ITERATIONS = 1000
const MAX_NAME_CHARS = 255

/**
 * The split by time to live is authoritative, unless it is all zeros beside a total; a bare total counts as 5-minute
 * writes, less known 1-hour ones.
 */
function mergeCacheWrites(into: TokenCounts, usage: JsonObject): void {
  const split = jsonObject(usage.cache_creation)
  const write5m = count(split?.ephemeral_5m_input_tokens)
  const write1h = count(split?.ephemeral_1h_input_tokens)
  const total = count(usage.cache_creation_input_tokens)
  const isSplit = (write5m !== null || write1h !== null) && ((write5m ?? 0) + (write1h ?? 0) > 0 || !total)
  if (isSplit) {
    into.cacheWrite5mTokens = write5m ?? 0
    into.cacheWrite1hTokens = write1h ?? 0
    return
  }
  if (total === null) return
  const known1h = Math.min(into.cacheWrite1hTokens ?? 0, total)
  into.cacheWrite1hTokens = known1h
  into.cacheWrite5mTokens = total - known1h
}

/**
 * Takes over Bedrock's `amazon-bedrock-invocationMetrics`, which only fill what the events themselves did
 * not report. `inputTokenCount` excludes cached tokens, like `input_tokens`.
 */
export function mergeInvocationMetrics(into: TokenUsage, value: unknown): void {
  const metrics = jsonObject(value)
  if (!metrics) return
  into.inputTokens ??= count(metrics.inputTokenCount)
  into.cacheReadTokens ??= count(metrics.cacheReadInputTokenCount)
  const output = count(metrics.outputTokenCount)
  if (output !== null) into.outputTokens = Math.max(into.outputTokens ?? 0, output)
  if (into.cacheWrite5mTokens === null && into.cacheWrite1hTokens === null) {
    const writes = count(metrics.cacheWriteInputTokenCount)
    if (writes !== null) {
      into.cacheWrite5mTokens = writes
      into.cacheWrite1hTokens = 0
    }
  }
}
