// Everything behind the door. Who is asking travels in one request with what the view asks for.
import { createRoute, Outlet, redirect } from '@tanstack/react-router'
import { BrokenView } from '../app/broken-view.tsx'
import { Frame } from '../app/frame.tsx'
import { NotFound } from '../app/not-found.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { isUnauthorized } from '../lib/error-facts.ts'
import { preload } from '../lib/preload.ts'
import { sessionQuery, systemStatusQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { rootRoute } from './root.tsx'

export const consoleRoute = createRoute({
  id: 'console',
  getParentRoute: () => rootRoute,
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
  errorComponent: (props) => (
    <Frame>
      <BrokenView {...props} />
    </Frame>
  ),
  pendingComponent: Opening,
  pendingMs: 200,
  pendingMinMs: 0,
  async loader({ location }) {
    preload(queryClient.query(systemStatusQuery()))
    try {
      await queryClient.query({ ...sessionQuery(), staleTime: 'static' })
    } catch (error) {
      if (!isUnauthorized(error)) throw error
      redirect({ to: '/sign-in', search: { redirect: location.href }, throw: true })
    }
  },
})

export const unknownRoute = createRoute({
  path: '$',
  getParentRoute: () => consoleRoute,
  component: NotFound,
})

function Opening() {
  return (
    <Frame>
      <div role="status" aria-label="Loading" className="flex flex-col gap-3 px-4 pt-6 sm:px-6 lg:px-8">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-4 w-64" />
        <Skeleton className="mt-3 h-64" />
      </div>
    </Frame>
  )
}
