import { createRoute, useNavigate } from '@tanstack/react-router'
import { requestSearchSchema } from '../features/requests/request-filters.ts'
import { requestsQuery } from '../features/requests/request-queries.ts'
import { RequestsPage } from '../features/requests/requests-page.tsx'
import { preload } from '../lib/preload.ts'
import { projectsQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const requestsRoute = createRoute({
  path: '/requests',
  getParentRoute: () => consoleRoute,
  validateSearch: requestSearchSchema,
  loaderDeps: ({ search: { request: _request, ...filters } }) => filters,
  loader: ({ deps }) =>
    preload(queryClient.infiniteQuery(requestsQuery(deps)), queryClient.query(projectsQuery())),
  component: Requests,
})

function Requests() {
  const search = requestsRoute.useSearch()
  const navigate = useNavigate()
  return (
    <RequestsPage
      search={search}
      onSearch={(next) =>
        void navigate({
          to: '/requests',
          search: next,
          resetScroll: false,
          replace: next.request !== undefined && search.request !== undefined,
        })
      }
    />
  )
}
