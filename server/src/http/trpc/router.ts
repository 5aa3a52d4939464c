// The typed API of the control plane.
import { router } from './procedures.ts'
import { apiTokensRouter } from './routers/api-tokens.ts'
import { credentialsRouter } from './routers/credentials.ts'
import { keysRouter } from './routers/keys.ts'
import { modelsRouter } from './routers/models.ts'
import { auditRouter, requestsRouter, usageRouter } from './routers/observe.ts'
import { projectsRouter } from './routers/projects.ts'
import { sessionRouter, setupRouter } from './routers/session.ts'
import { systemRouter } from './routers/system.ts'
import { usersRouter } from './routers/users.ts'

export const appRouter = router({
  credentials: credentialsRouter,
  projects: projectsRouter,
  keys: keysRouter,
  models: modelsRouter,
  requests: requestsRouter,
  usage: usageRouter,
  audit: auditRouter,
  system: systemRouter,
  session: sessionRouter,
  setup: setupRouter,
  users: usersRouter,
  apiTokens: apiTokensRouter,
})

export type AppRouter = typeof appRouter
