import { endlessQuery } from '../../lib/endless-query.ts'
import { LIST_LIMIT } from '../../lib/queries.ts'
import { client, trpc } from '../../lib/trpc.ts'
import { listInput, type RequestFilters } from './request-filters.ts'
import { requestWindow } from './request-window.ts'

export function requestsQuery(filters: RequestFilters) {
  return endlessQuery([trpc.requests.list.pathKey(), filters], (cursor, options) =>
    client.requests.list.query({ ...listInput(filters, Date.now()), cursor }, options),
  )
}

const RECENT = 10

/** The newest few, for the overview. */
export const recentRequestsQuery = () => trpc.requests.list.queryOptions({ limit: RECENT })

/** The requests around the time of one, for a link to a request that no loaded page holds. */
export const requestsAroundQuery = (requestId: string) =>
  trpc.requests.list.queryOptions({ limit: 200, ...requestWindow(requestId) })

/** The keys one can filter by: those of a project, or all. */
export const keyChoicesQuery = (projectId: string | undefined) =>
  trpc.keys.list.queryOptions({ projectId, limit: LIST_LIMIT })
