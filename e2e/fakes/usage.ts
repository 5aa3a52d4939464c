// Token counts in the five classes that are billed apart, and their spelling on the wire.
import type { RequestView } from './request-view.ts'

export interface TokenClasses {
  /** Neither written to nor read from the cache. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheWrite5mTokens: number
  readonly cacheWrite1hTokens: number
  readonly cacheReadTokens: number
}

/** What a request with any `cache_control` is said to have written and read: fixed, so that tests can name it. */
const cached = { cacheWrite5mTokens: 512, cacheWrite1hTokens: 256, cacheReadTokens: 2048 }
const uncached = { cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, cacheReadTokens: 0 }

export function countTokens(
  view: RequestView,
  answerCharacters: number,
  override: Partial<TokenClasses> = {},
): TokenClasses {
  return {
    inputTokens: view.promptTokens,
    outputTokens: Math.ceil(answerCharacters / 4),
    ...(view.usesCache ? cached : uncached),
    ...override,
  }
}

/** As in a whole message, and with one output token in `message_start`. */
export function messageUsage(tokens: TokenClasses, outputTokens = tokens.outputTokens) {
  return {
    input_tokens: tokens.inputTokens,
    cache_creation_input_tokens: tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens,
    cache_read_input_tokens: tokens.cacheReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: tokens.cacheWrite5mTokens,
      ephemeral_1h_input_tokens: tokens.cacheWrite1hTokens,
    },
    output_tokens: outputTokens,
  }
}

/** As in the `message_delta` of the Claude API, which repeats the input side without the split by lifetime. */
export function repeatedUsage(tokens: TokenClasses) {
  return {
    input_tokens: tokens.inputTokens,
    cache_creation_input_tokens: tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens,
    cache_read_input_tokens: tokens.cacheReadTokens,
    output_tokens: tokens.outputTokens,
  }
}
