import { infiniteQueryOptions } from '@tanstack/react-query'
import { LIST_LIMIT } from '../../lib/queries.ts'
import { client, trpc } from '../../lib/trpc.ts'
import { listInput, type RequestFilters } from './request-filters.ts'
import { requestWindow } from './request-window.ts'

/** Not tRPC's own options for this: they add a direction to the input, which the contract does not have. */
export function requestsQuery(filters: RequestFilters) {
  return infiniteQueryOptions({
    queryKey: [trpc.requests.list.pathKey(), filters],
    queryFn: ({ pageParam, signal }) =>
      client.requests.list.query({ ...listInput(filters, Date.now()), cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
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
