import { createRoute, useNavigate } from '@tanstack/react-router'
import { ModelsPage } from '../features/models/models-page.tsx'
import { modelsQuery } from '../features/models/models-query.ts'
import { resolveSearchSchema } from '../features/models/resolve-search.ts'
import { preload } from '../lib/preload.ts'
import { credentialsQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const modelsRoute = createRoute({
  path: '/models',
  getParentRoute: () => consoleRoute,
  validateSearch: resolveSearchSchema,
  loader: () => preload(queryClient.query(modelsQuery()), queryClient.query(credentialsQuery())),
  component: Models,
})

function Models() {
  const search = modelsRoute.useSearch()
  const navigate = useNavigate()
  return (
    <ModelsPage
      search={search}
      onSearch={(next) => void navigate({ to: '/models', search: next, resetScroll: false, replace: true })}
    />
  )
}
