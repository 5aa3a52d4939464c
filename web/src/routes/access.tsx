import { createRoute } from '@tanstack/react-router'
import { AccessPage } from '../features/access/access-page.tsx'
import { consoleRoute } from './console.tsx'

export const accessRoute = createRoute({
  path: '/access',
  getParentRoute: () => consoleRoute,
  component: AccessPage,
})
