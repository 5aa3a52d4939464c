// Health, readiness and metrics, for load balancers and monitoring.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { deny } from '../deny.ts'

export interface OpsDeps {
  /** Whether the database has answered the last time it was asked, and when it last did. */
  readonly database: () => { readonly up: boolean; readonly stateReadAt: string | null }
  readonly metrics: { readonly contentType: string; text(): Promise<string> }
  /** Metrics are open to everybody who can reach a loopback address. */
  readonly metricsAreOpen: boolean
  readonly hasAdminToken: (request: FastifyRequest) => Promise<boolean>
}

export function registerOpsRoutes(app: FastifyInstance, deps: OpsDeps): void {
  app.get('/healthz', () => ({ status: 'ok' }))

  // Routes exist only once configuration, keys and migrations are in order; without the database the gateway still serves.
  app.get('/readyz', () => {
    const { up, stateReadAt } = deps.database()
    return { status: 'ready', database: up ? 'up' : 'down', stateReadAt }
  })

  app.get('/metrics', async (request, reply) => {
    if (!deps.metricsAreOpen && !(await deps.hasAdminToken(request))) {
      return deny(reply, 401, 'Authorization: Bearer with an admin token is needed.')
    }
    return reply.type(deps.metrics.contentType).send(await deps.metrics.text())
  })
}
