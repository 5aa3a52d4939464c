import { createRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { useLayoutEffect, useState } from 'react'
import { InvitationPage } from '../features/session/invitation-page.tsx'
import { queryClient } from '../lib/query-client.ts'
import { rootRoute } from './root.tsx'

export const invitationRoute = createRoute({
  path: '/invitation',
  getParentRoute: () => rootRoute,
  component: Invitation,
})

/** The code leaves the address bar, and with it the history, before anything else happens. */
function Invitation() {
  const hash = useLocation({ select: (location) => location.hash })
  const navigate = useNavigate()
  const [code, setCode] = useState<string | null>(null)
  if (hash !== '' && hash !== code) setCode(hash)
  useLayoutEffect(() => {
    if (hash !== '') void navigate({ to: '/invitation', replace: true })
  }, [hash, navigate])
  const enter = async () => {
    queryClient.clear()
    await navigate({ to: '/', replace: true })
  }
  return <InvitationPage code={code} onSignedIn={enter} />
}
