import { createRoute } from '@tanstack/react-router'
import { ApiTokensPage } from '../features/api-tokens/api-tokens-page.tsx'
import { preload } from '../lib/preload.ts'
import { apiTokensQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const apiTokensRoute = createRoute({
  path: '/api-tokens',
  getParentRoute: () => consoleRoute,
  loader: () => preload(queryClient.query(apiTokensQuery())),
  component: ApiTokensPage,
})
