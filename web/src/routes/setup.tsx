import { createRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { useLayoutEffect, useState } from 'react'
import { SetupPage } from '../features/session/setup-page.tsx'
import { preload } from '../lib/preload.ts'
import { setupStatusQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { rootRoute } from './root.tsx'

export const setupRoute = createRoute({
  path: '/setup',
  getParentRoute: () => rootRoute,
  loader: () => preload(queryClient.query(setupStatusQuery())),
  component: Setup,
})

/** The code leaves the address bar, and with it the history, before anything else happens. */
function Setup() {
  const hash = useLocation({ select: (location) => location.hash })
  const navigate = useNavigate()
  const [code, setCode] = useState<string | null>(null)
  if (hash !== '' && hash !== code) setCode(hash)
  useLayoutEffect(() => {
    if (hash !== '') void navigate({ to: '/setup', replace: true })
  }, [hash, navigate])
  const enter = async () => {
    queryClient.clear()
    await navigate({ to: '/', replace: true })
  }
  return <SetupPage code={code} onSignedIn={enter} />
}
