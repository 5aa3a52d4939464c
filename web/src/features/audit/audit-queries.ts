import { infiniteQueryOptions } from '@tanstack/react-query'
import { client, trpc } from '../../lib/trpc.ts'
import { filterInput, type AuditSearchFilters } from './audit-filters.ts'

const PAGE_SIZE = 50

/** Not tRPC's own options for this: they add a direction to the input, which the contract does not have. */
export function auditQuery(filters: AuditSearchFilters) {
  return infiniteQueryOptions({
    queryKey: [trpc.audit.list.pathKey(), filters],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query({ ...filterInput(filters), limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** One event, for a link to it that no loaded page holds: its id is part of what a text is looked for in. */
export const eventQuery = (id: string) => trpc.audit.list.queryOptions({ text: id, limit: 1 })
