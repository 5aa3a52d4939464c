// Usage as Converse and Bedrock's answer headers report it.
import { headerValue, type RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import {
  mergeInvocationMetrics,
  mergeMessagesUsage,
  type TokenUsage,
} from '../../../../core/usage/token-usage.ts'
import { jsonObject, type JsonObject } from '../../../../core/wire/json-object.ts'

/** `{inputTokens, outputTokens, cacheReadInputTokens?, cacheWriteInputTokens?, cacheDetails?: [{ttl, inputTokens}]}` */
export function mergeConverseUsage(into: TokenUsage, value: unknown): void {
  const usage = jsonObject(value)
  if (!usage) return
  mergeMessagesUsage(into, {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadInputTokens,
    cache_creation_input_tokens: usage.cacheWriteInputTokens,
    cache_creation: writesByLife(usage),
  })
}

function writesByLife({ cacheDetails }: JsonObject): JsonObject | null {
  if (!Array.isArray(cacheDetails) || cacheDetails.length === 0) return null
  const written = (ttl: string) =>
    cacheDetails
      .map(jsonObject)
      .reduce((sum, detail) => sum + (detail?.ttl === ttl ? Number(detail.inputTokens) : 0), 0)
  return { ephemeral_5m_input_tokens: written('5m'), ephemeral_1h_input_tokens: written('1h') }
}

/** Of answers of every vendor's models; they fill only what the body did not say. */
export function mergeHeaderUsage(into: TokenUsage, headers: RawHeaders): void {
  const count = (name: string) => {
    const value = headerValue(headers, `x-amzn-bedrock-${name}-token-count`)
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
  }
  mergeInvocationMetrics(into, {
    inputTokenCount: count('input'),
    outputTokenCount: into.outputTokens === null ? count('output') : undefined,
    cacheReadInputTokenCount: count('cache-read-input'),
    cacheWriteInputTokenCount: count('cache-write-input'),
  })
}
