import { createRoute, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { ProjectsPage } from '../features/projects/projects-page.tsx'
import { preload } from '../lib/preload.ts'
import { projectsQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const projectsRoute = createRoute({
  path: '/projects',
  getParentRoute: () => consoleRoute,
  validateSearch: z.object({ create: z.literal(true).optional().catch(undefined) }),
  loader: () => preload(queryClient.query(projectsQuery())),
  component: Projects,
})

function Projects() {
  const { create } = projectsRoute.useSearch()
  const navigate = useNavigate()
  return (
    <ProjectsPage
      creating={create === true}
      onCreating={(creating) =>
        void navigate({ to: '/projects', search: creating ? { create: true } : {}, replace: true })
      }
      onCreated={(projectId) => void navigate({ to: '/projects/$projectId/routing', params: { projectId } })}
    />
  )
}
