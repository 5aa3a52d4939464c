// The filters of the request log, as they stand in the address.
import { idSchema, timeSchema } from '@headgate/shared/primitives'
import { providerSchema } from '@headgate/shared/providers'
import { requestOutcomeSchema, type ListRequests } from '@headgate/shared/requests'
import { z } from 'zod'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

/** Ranges that move along with the time. */
export const SINCE_MS = { '1h': HOUR_MS, '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const
const sinceSchema = z.enum(['1h', '24h', '7d', '30d'])
export type Since = z.infer<typeof sinceSchema>

/** What is not valid is left out, so that an old link still shows something. */
export const requestSearchSchema = z.object({
  project: idSchema.optional().catch(undefined),
  key: idSchema.optional().catch(undefined),
  provider: providerSchema.optional().catch(undefined),
  outcome: requestOutcomeSchema.optional().catch(undefined),
  model: z.string().min(1).max(255).optional().catch(undefined),
  since: sinceSchema.optional().catch(undefined),
  /** Fixed moments; either may be missing. They count only without `since`. */
  from: timeSchema.optional().catch(undefined),
  to: timeSchema.optional().catch(undefined),
  /** Id of the request whose drawer is open. */
  request: z.string().max(64).optional().catch(undefined),
})
export type RequestSearch = z.infer<typeof requestSearchSchema>
export type RequestFilters = Omit<RequestSearch, 'request'>

const PAGE_SIZE = 50

export function listInput(filters: RequestFilters, now: number): ListRequests {
  const { project, key, provider, outcome, model, since } = filters
  const range = since
    ? { from: new Date(now - SINCE_MS[since]).toISOString() }
    : { from: filters.from, to: filters.to }
  return { limit: PAGE_SIZE, projectId: project, keyId: key, provider, outcome, model, ...range }
}

export function hasFilters({ request: _request, ...filters }: RequestSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}
