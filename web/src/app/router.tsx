// All views and their addresses.
import { createRouter } from '@tanstack/react-router'
import { accessRoute } from '../routes/access.tsx'
import { addCredentialRoute } from '../routes/add-credential.tsx'
import { apiTokensRoute } from '../routes/api-tokens.tsx'
import { auditRoute } from '../routes/audit.tsx'
import { consoleRoute, unknownRoute } from '../routes/console.tsx'
import { credentialsRoute } from '../routes/credentials.tsx'
import { invitationRoute } from '../routes/invitation.tsx'
import { overviewRoute } from '../routes/overview.tsx'
import { modelsRoute } from '../routes/models.tsx'
import { peopleRoute } from '../routes/people.tsx'
import {
  connectRoute,
  keysRoute,
  projectIndexRoute,
  projectRoute,
  routingRoute,
  settingsRoute,
} from '../routes/project.tsx'
import { projectsRoute } from '../routes/projects.tsx'
import { requestsRoute } from '../routes/requests.tsx'
import { rootRoute } from '../routes/root.tsx'
import { setupRoute } from '../routes/setup.tsx'
import { signInRoute } from '../routes/sign-in.tsx'
import { systemRoute } from '../routes/system.tsx'
import { BrokenView } from './broken-view.tsx'

const routeTree = rootRoute.addChildren([
  signInRoute,
  setupRoute,
  invitationRoute,
  consoleRoute.addChildren([
    overviewRoute,
    requestsRoute,
    credentialsRoute,
    addCredentialRoute,
    projectsRoute,
    projectRoute.addChildren([projectIndexRoute, routingRoute, keysRoute, connectRoute, settingsRoute]),
    modelsRoute,
    peopleRoute,
    apiTokensRoute,
    auditRoute,
    systemRoute,
    accessRoute,
    unknownRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultErrorComponent: BrokenView,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
