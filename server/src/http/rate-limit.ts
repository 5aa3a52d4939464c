// How often one address may knock where nobody needs to be signed in.
import ipaddr from 'ipaddr.js'

export interface RateLimit {
  /** @returns whether one more is within the limit. */
  admit(address: string): boolean
}

export interface RateLimitOptions {
  readonly max: number
  readonly windowMs: number
  /** Sources that are remembered; beyond this the oldest is forgotten. */
  readonly maxSources?: number
  readonly now: () => number
}

const MAX_SOURCES = 10_000

export function makeRateLimit({ max, windowMs, maxSources = MAX_SOURCES, now }: RateLimitOptions): RateLimit {
  const seen = new Map<string, { count: number; readonly until: number }>()

  function remember(source: string, at: number): { count: number } {
    const known = seen.get(source)
    if (known && known.until > at) return known
    seen.delete(source)
    if (seen.size >= maxSources) seen.delete(seen.keys().next().value!)
    const fresh = { count: 0, until: at + windowMs }
    seen.set(source, fresh)
    return fresh
  }

  return {
    admit(address) {
      const entry = remember(sourceOf(address), now())
      entry.count += 1
      return entry.count <= max
    },
  }
}

/** One subscriber of IPv6 has a whole /64 of addresses. */
function sourceOf(address: string): string {
  const plain = address.replace(/%.*$/, '')
  if (!ipaddr.isValid(plain)) return address
  const parsed = ipaddr.process(plain)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}
