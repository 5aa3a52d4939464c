import { useEffect } from 'react'

const GRACE_MS = 400
const LONGEST_MS = 60 * 60 * 1000

/** Asks again as soon as the first of some moments has passed, e.g. the end of a cooldown. */
export function useRefetchWhenDue(times: readonly (string | null)[], refetch: () => unknown): void {
  const moments = times.filter((time) => time !== null).join(' ')
  useEffect(() => {
    const now = Date.now()
    const ahead = moments.split(' ').map(Date.parse)
    const next = Math.min(...ahead.filter((at) => at > now))
    if (!Number.isFinite(next)) return
    const timer = setTimeout(() => void refetch(), Math.min(next - now + GRACE_MS, LONGEST_MS))
    return () => clearTimeout(timer)
  }, [moments, refetch])
}
