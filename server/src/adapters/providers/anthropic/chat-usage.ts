// Reads usage out of answers of `/v1/chat/completions`, the path that speaks OpenAI's form, while they pass by untouched.
import { MAX_METERED_BYTES, type UsageReader } from '../../../core/upstream/usage-reader.ts'
import { emptyUsage, type TokenUsage } from '../../../core/usage/token-usage.ts'
import { makeByteCollector } from '../../../core/wire/byte-collector.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../../../core/wire/json-object.ts'
import { makeSseReader } from '../../../core/wire/sse-reader.ts'

const CHAT = /^\/v1\/chat\/completions(?:\?|$)/

export function isChat(method: string, url: string): boolean {
  return method === 'POST' && CHAT.test(url)
}

/** @param streamed a stream reports its usage only where the client asked for it by `stream_options` */
export function makeChatUsageReader(streamed: boolean): UsageReader {
  return streamed ? chatStream() : chatJson()
}

function chatJson(): UsageReader {
  const usage = emptyUsage()
  const collector = makeByteCollector(MAX_METERED_BYTES)
  return {
    usage,
    push: (chunk) => collector.push(chunk),
    finish() {
      const bytes = collector.whole()
      takeOver(usage, bytes && parsed(bytes))
      return { kind: 'complete' }
    },
  }
}

function chatStream(): UsageReader {
  const usage = emptyUsage()
  const reader = makeSseReader({ onEvent: (_name, data) => takeOver(usage, parsed(data)) })
  return {
    usage,
    push: (chunk) => reader.push(chunk),
    finish() {
      reader.end()
      return { kind: 'complete' }
    },
  }
}

function parsed(bytes: Uint8Array): JsonObject | null {
  return parseJsonObject(new TextDecoder().decode(bytes))
}

/** `prompt_tokens` includes those that were read from the cache. The answer names its model; the request is not read. */
function takeOver(usage: TokenUsage, answer: JsonObject | null): void {
  const said = jsonObject(answer?.usage)
  if (!said) return
  const count = (value: unknown) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
  const prompt = count(said.prompt_tokens)
  const cached = count(jsonObject(said.prompt_tokens_details)?.cached_tokens) ?? 0
  usage.inputTokens = prompt === null ? null : Math.max(0, prompt - cached)
  usage.outputTokens = count(said.completion_tokens)
  usage.cacheReadTokens = cached
  const model = typeof answer?.model === 'string' ? answer.model.slice(0, 255) : null
  const { inputTokens, outputTokens, cacheReadTokens } = usage
  usage.iterations = [
    {
      type: 'message',
      model,
      inputTokens,
      outputTokens,
      cacheReadTokens,
      cacheWrite5mTokens: null,
      cacheWrite1hTokens: null,
    },
  ]
}
