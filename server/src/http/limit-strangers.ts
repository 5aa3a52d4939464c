// Limits on what answers without a key or a session, per address and minute.
import type { FastifyInstance } from 'fastify'
import { makeRateLimit } from './rate-limit.ts'
import { deny } from './deny.ts'
import { routeOf } from './request-path.ts'

const WINDOW_MS = 60_000

/** The first row that fits counts. Liveness and readiness have no limit: load balancers ask as often as they like. */
const ROUTES: readonly { readonly route: RegExp; readonly max: number }[] = [
  { route: /^\/auth\/sign-in\//, max: 10 },
  { route: /^\/auth\//, max: 30 },
  { route: /^\/oauth\/callback$/, max: 60 },
  { route: /^\/audit\/export$/, max: 60 },
  { route: /^\/metrics$/, max: 300 },
]

export function limitStrangers(app: FastifyInstance, now: () => number): void {
  const limits = ROUTES.map(({ route, max }) => ({
    route,
    limit: makeRateLimit({ max, windowMs: WINDOW_MS, now }),
  }))
  app.addHook('onRequest', async (request, reply) => {
    const route = routeOf(request)
    const row = limits.find((candidate) => candidate.route.test(route))
    if (!row || row.limit.admit(request.ip)) return
    reply.header('retry-after', String(WINDOW_MS / 1000))
    return deny(reply, 429, 'Too many requests from this address. Wait a minute.')
  })
}

export interface ProcedureLimits {
  /** For procedures that are open to everybody. */
  readonly admitOpenCall: (address: string) => boolean
  /** For callers of all others who turn out to be nobody. */
  readonly admitStranger: (address: string) => boolean
}

export function makeProcedureLimits(now: () => number): ProcedureLimits {
  const open = makeRateLimit({ max: 120, windowMs: WINDOW_MS, now })
  const strangers = makeRateLimit({ max: 600, windowMs: WINDOW_MS, now })
  return { admitOpenCall: open.admit, admitStranger: strangers.admit }
}
