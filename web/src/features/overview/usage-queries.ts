import { keepPreviousData } from '@tanstack/react-query'
import { trpc } from '../../lib/trpc.ts'
import { lastDays } from './usage-range.ts'

/** Totals of the last 24 hours and of those before. The range moves on every minute; the old totals stay until then. */
export function usageQueries(now: number) {
  const { current, previous } = lastDays(now)
  return {
    current: trpc.usage.summary.queryOptions(current, { placeholderData: keepPreviousData }),
    previous: trpc.usage.summary.queryOptions(previous, { placeholderData: keepPreviousData }),
  }
}
