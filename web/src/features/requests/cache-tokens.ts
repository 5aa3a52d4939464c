import type { RequestView } from '@headgate/shared/requests'

type CacheTokens = Pick<RequestView, 'cacheWrite5mTokens' | 'cacheWrite1hTokens' | 'cacheReadTokens'>

/** Tokens that were read from or written to the prompt cache; null when none were reported. */
export function cacheTokens({
  cacheWrite5mTokens,
  cacheWrite1hTokens,
  cacheReadTokens,
}: CacheTokens): number | null {
  const reported = [cacheWrite5mTokens, cacheWrite1hTokens, cacheReadTokens].filter((count) => count !== null)
  return reported.length === 0 ? null : reported.reduce((sum, count) => sum + count, 0)
}
