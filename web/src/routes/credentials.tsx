import { createRoute } from '@tanstack/react-router'
import { CredentialsPage } from '../features/credentials/credentials-page.tsx'
import { preload } from '../lib/preload.ts'
import { credentialsQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const credentialsRoute = createRoute({
  path: '/credentials',
  getParentRoute: () => consoleRoute,
  loader: () => preload(queryClient.query(credentialsQuery())),
  component: CredentialsPage,
})
