import { endlessQuery } from '../../lib/endless-query.ts'
import { client, trpc } from '../../lib/trpc.ts'
import { filterInput, type AuditSearchFilters } from './audit-filters.ts'

const PAGE_SIZE = 50

export function auditQuery(filters: AuditSearchFilters) {
  return endlessQuery([trpc.audit.list.pathKey(), filters], (cursor, options) =>
    client.audit.list.query({ ...filterInput(filters), limit: PAGE_SIZE, cursor }, options),
  )
}

/** One event, for a link to it that no loaded page holds: its id is part of what a text is looked for in. */
export const eventQuery = (id: string) => trpc.audit.list.queryOptions({ text: id, limit: 1 })
