// What a list of models tells besides names: when each was released, how much it takes, and until when Bedrock has it.
// Sources: Anthropic's model and deprecation pages, AWS model cards, November 2026.

export interface ModelFacts {
  /** Day of the release on Anthropic's API. */
  readonly releasedOn: string
  readonly maxInputTokens: number
  readonly maxOutputTokens: number
  /** First day without it on Bedrock, where AWS has named one that has come. */
  readonly bedrockUntil?: string
}

function facts(
  releasedOn: string,
  maxInputTokens: number,
  maxOutputTokens: number,
  bedrockUntil?: string,
): ModelFacts {
  return { releasedOn, maxInputTokens, maxOutputTokens, ...(bedrockUntil !== undefined && { bedrockUntil }) }
}

const K = 1000
const M = 1_000_000

/** By canonical id, one for each model of the catalogue. */
export const MODEL_FACTS: Readonly<Record<string, ModelFacts>> = {
  'claude-fable-5-2': facts('2026-11-09', M, 128 * K),
  'claude-mythos-5-2': facts('2026-11-09', M, 128 * K),
  'claude-haiku-5-5': facts('2026-10-07', M, 128 * K),
  'claude-sonnet-5-5': facts('2026-09-28', M, 128 * K),
  'claude-opus-5-5': facts('2026-09-22', M, 128 * K),
  'claude-fable-5-1': facts('2026-09-01', M, 128 * K),
  'claude-mythos-5-1': facts('2026-09-01', M, 128 * K),
  'claude-opus-5': facts('2026-07-24', M, 128 * K),
  'claude-sonnet-5': facts('2026-06-30', M, 128 * K),
  'claude-fable-5': facts('2026-06-09', M, 128 * K),
  'claude-mythos-5': facts('2026-06-09', M, 128 * K),
  'claude-opus-4-8': facts('2026-05-28', M, 128 * K),
  'claude-opus-4-7': facts('2026-04-16', M, 128 * K),
  'claude-mythos-preview': facts('2026-04-07', M, 128 * K),
  'claude-sonnet-4-6': facts('2026-02-17', M, 64 * K),
  'claude-opus-4-6': facts('2026-02-05', M, 128 * K),
  'claude-opus-4-5-20251101': facts('2025-11-24', 200 * K, 64 * K),
  'claude-haiku-4-5-20251001': facts('2025-10-15', 200 * K, 64 * K),
  'claude-sonnet-4-5-20250929': facts('2025-09-29', 200 * K, 64 * K),
  'claude-opus-4-1-20250805': facts('2025-08-05', 200 * K, 32 * K),
  'claude-opus-4-20250514': facts('2025-05-22', 200 * K, 32 * K, '2026-05-31'),
  // The long context of its beta was retired.
  'claude-sonnet-4-20250514': facts('2025-05-22', 200 * K, 64 * K),
  'claude-3-7-sonnet-20250219': facts('2025-02-24', 200 * K, 64 * K, '2026-04-28'),
  'claude-3-5-haiku-20241022': facts('2024-10-22', 200 * K, 8192, '2026-06-19'),
  'claude-3-5-sonnet-20241022': facts('2024-10-22', 200 * K, 8192, '2026-03-01'),
  'claude-3-5-sonnet-20240620': facts('2024-06-20', 200 * K, 8192),
  'claude-3-opus-20240229': facts('2024-02-29', 200 * K, 4096),
  'claude-3-sonnet-20240229': facts('2024-02-29', 200 * K, 4096),
  'claude-3-haiku-20240307': facts('2024-03-07', 200 * K, 4096, '2026-09-10'),
}
