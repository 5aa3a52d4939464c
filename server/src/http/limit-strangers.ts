// Limits on the routes that answer without a key or a session, per address and minute.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorEnvelope } from '../core/wire/anthropic-error.ts'
import { makeRateLimit } from './rate-limit.ts'

const WINDOW_MS = 60_000

/** The first row that fits counts. Liveness and readiness have no limit: load balancers ask as often as they like. */
const LIMITS: readonly { readonly path: RegExp; readonly max: number }[] = [
  { path: /^\/auth\//, max: 30 },
  // Batched with others as well.
  {
    path: /^\/trpc\/.*(?:setup|ways|openLink|acceptInvitation|recover)/i,
    max: 120,
  },
  { path: /^\/oauth\/callback$/, max: 60 },
  { path: /^\/audit\/export$/, max: 60 },
  { path: /^\/metrics$/, max: 300 },
]

export function limitStrangers(app: FastifyInstance, now: () => number): void {
  const limits = LIMITS.map(({ path, max }) => ({
    path,
    limit: makeRateLimit({ max, windowMs: WINDOW_MS, now }),
  }))
  app.addHook('onRequest', async (request, reply) => {
    const path = routedPath(request)
    const row = limits.find((candidate) => candidate.path.test(path))
    if (row && !row.limit.admit(request.ip)) return refuse(reply)
  })
}

/** As the router has understood it: percent-encoding and whole URLs spell one path in many ways. */
function routedPath({ routeOptions: { url = '' }, params }: FastifyRequest): string {
  const { path } = params as { readonly path?: string }
  return path === undefined ? url : url.replace(':path', () => decoded(path))
}

/** tRPC decodes names a second time, and refuses what cannot be. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** For callers of the typed API who turn out to be nobody. */
export function strangerLimit(now: () => number): (address: string) => boolean {
  const limit = makeRateLimit({ max: 600, windowMs: WINDOW_MS, now })
  return (address) => limit.admit(address)
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply
    .code(429)
    .header('retry-after', String(WINDOW_MS / 1000))
    .type('application/json')
    .send(
      errorEnvelope(
        'rate_limit_error',
        'Too many requests from this address. Wait a minute.',
        reply.request.id,
      ),
    )
}
