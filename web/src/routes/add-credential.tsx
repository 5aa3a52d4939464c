import { createRoute, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { BackLink } from '../components/back-link.tsx'
import { AddCredentialPage } from '../features/credentials/add-credential-page.tsx'
import { credentialKindSchema } from '../features/credentials/credential-kinds.ts'
import { consoleRoute } from './console.tsx'

export const addCredentialRoute = createRoute({
  path: '/credentials/new',
  getParentRoute: () => consoleRoute,
  validateSearch: z.object({
    kind: credentialKindSchema.optional().catch(undefined),
  }),
  component: AddCredential,
})

function AddCredential() {
  const { kind } = addCredentialRoute.useSearch()
  const navigate = useNavigate()
  return (
    <AddCredentialPage
      kind={kind}
      back={<BackLink to="/credentials">Credentials</BackLink>}
      onKind={(chosen) => void navigate({ to: '/credentials/new', search: { kind: chosen }, replace: true })}
      onDone={() => void navigate({ to: '/credentials' })}
    />
  )
}
