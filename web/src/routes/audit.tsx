import { createRoute, useNavigate } from '@tanstack/react-router'
import { auditSearchSchema } from '../features/audit/audit-filters.ts'
import { AuditPage } from '../features/audit/audit-page.tsx'
import { auditQuery } from '../features/audit/audit-queries.ts'
import { preload } from '../lib/preload.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const auditRoute = createRoute({
  path: '/audit',
  getParentRoute: () => consoleRoute,
  validateSearch: auditSearchSchema,
  loaderDeps: ({ search: { event: _event, ...filters } }) => filters,
  loader: ({ deps }) => preload(queryClient.infiniteQuery(auditQuery(deps))),
  component: Audit,
})

function Audit() {
  const search = auditRoute.useSearch()
  const navigate = useNavigate()
  return (
    <AuditPage
      search={search}
      onSearch={(next) =>
        void navigate({
          to: '/audit',
          search: next,
          resetScroll: false,
          replace: next.event !== undefined && search.event !== undefined,
        })
      }
    />
  )
}
