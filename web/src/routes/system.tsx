import { createRoute } from '@tanstack/react-router'
import { SystemPage } from '../features/system/system-page.tsx'
import { consoleRoute } from './console.tsx'

export const systemRoute = createRoute({
  path: '/system',
  getParentRoute: () => consoleRoute,
  component: SystemPage,
})
