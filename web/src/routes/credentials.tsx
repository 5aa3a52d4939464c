import { createRoute, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { CredentialsPage } from '../features/credentials/credentials-page.tsx'
import { preload } from '../lib/preload.ts'
import { credentialsQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const credentialsRoute = createRoute({
  path: '/credentials',
  getParentRoute: () => consoleRoute,
  validateSearch: z.object({ signedIn: z.uuid().optional().catch(undefined) }),
  loader: () => preload(queryClient.query(credentialsQuery())),
  component: Credentials,
})

function Credentials() {
  const { signedIn } = credentialsRoute.useSearch()
  const navigate = useNavigate()
  return (
    <CredentialsPage
      signedInId={signedIn}
      onSeen={() => void navigate({ to: '/credentials', search: {}, replace: true })}
    />
  )
}
