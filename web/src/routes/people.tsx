import { createRoute } from '@tanstack/react-router'
import { PeoplePage } from '../features/people/people-page.tsx'
import { preload } from '../lib/preload.ts'
import { invitationsQuery, peopleQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const peopleRoute = createRoute({
  path: '/people',
  getParentRoute: () => consoleRoute,
  loader() {
    preload(queryClient.query(peopleQuery()))
    preload(queryClient.query(invitationsQuery()))
  },
  component: PeoplePage,
})
