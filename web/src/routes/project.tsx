// One project and its tabs. Each tab asks for what it shows together with what the frame shows.
import { createRoute, Link, redirect, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { BackLink } from '../components/back-link.tsx'
import { ConnectTab } from '../features/connect/connect-tab.tsx'
import { KeysTab } from '../features/keys/keys-tab.tsx'
import { ProjectFrame } from '../features/projects/project-frame.tsx'
import { ProjectSettings } from '../features/projects/project-settings.tsx'
import { RoutingTab } from '../features/routing/routing-tab.tsx'
import { preload } from '../lib/preload.ts'
import { credentialsQuery, keysQuery, projectQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const projectRoute = createRoute({
  path: '/projects/$projectId',
  getParentRoute: () => consoleRoute,
  loader: ({ params }) => preload(queryClient.query(projectQuery(params.projectId))),
  component: Project,
})

function Project() {
  const { projectId } = projectRoute.useParams()
  return <ProjectFrame projectId={projectId} back={<BackLink to="/projects">Projects</BackLink>} />
}

export const projectIndexRoute = createRoute({
  path: '/',
  getParentRoute: () => projectRoute,
  beforeLoad({ params }) {
    redirect({ to: '/projects/$projectId/routing', params, replace: true, throw: true })
  },
})

export const routingRoute = createRoute({
  path: 'routing',
  getParentRoute: () => projectRoute,
  loader: () => preload(queryClient.query(credentialsQuery())),
  component: () => <RoutingTab projectId={routingRoute.useParams().projectId} />,
})

export const keysRoute = createRoute({
  path: 'keys',
  getParentRoute: () => projectRoute,
  validateSearch: z.object({ create: z.literal(true).optional().catch(undefined) }),
  loader: ({ params }) => preload(queryClient.query(keysQuery(params.projectId))),
  component: Keys,
})

function Keys() {
  const { projectId } = keysRoute.useParams()
  const { create } = keysRoute.useSearch()
  const navigate = useNavigate()
  const onCreating = (creating: boolean) =>
    void navigate({
      to: '/projects/$projectId/keys',
      params: { projectId },
      search: creating ? { create: true } : {},
      replace: true,
    })
  return <KeysTab projectId={projectId} creating={create === true} onCreating={onCreating} />
}

export const connectRoute = createRoute({
  path: 'connect',
  getParentRoute: () => projectRoute,
  component: Connect,
})

function Connect() {
  const { projectId } = connectRoute.useParams()
  return (
    <ConnectTab
      projectId={projectId}
      createKey={
        <Link
          to="/projects/$projectId/keys"
          params={{ projectId }}
          search={{ create: true }}
          className="text-accent underline underline-offset-2"
        >
          Create key
        </Link>
      }
    />
  )
}

export const settingsRoute = createRoute({
  path: 'settings',
  getParentRoute: () => projectRoute,
  component: Settings,
})

function Settings() {
  const { projectId } = settingsRoute.useParams()
  const navigate = useNavigate()
  return <ProjectSettings projectId={projectId} onRemoved={() => void navigate({ to: '/projects' })} />
}
