// The data plane as encapsulated scopes: raw bytes in, errors out as the clients of each scope read them.
import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { routeCall, type RoutePorts } from '../../core/data-plane/route-call.ts'
import { serveCall, type ServeCallPorts } from '../../core/data-plane/serve-call.ts'
import type { ContentCodings } from '../../core/wire/content-codings.ts'
import type { BodyBudget } from './body-budget.ts'
import { fastifyCall } from './fastify-call.ts'
import { knownError } from './known-error.ts'
import { rawScope } from './raw-scope.ts'
import { sendAnthropicError, sendAwsError, type SendError } from './send-error.ts'
import { watchClient } from './watch-client.ts'

export interface ProxyDeps extends ServeCallPorts, RoutePorts {
  readonly budget: BodyBudget
  readonly codings: ContentCodings
}

/** They speak to proxies, not to what is behind them. */
const NEVER_SERVED = new Set(['CONNECT', 'TRACE'])

export function registerProxyRoutes(app: FastifyInstance, deps: ProxyDeps): void {
  addScope(app, deps, sendAnthropicError, (scope, handler) => {
    for (const method of METHODS) {
      if (!NEVER_SERVED.has(method) && !scope.supportedMethods.includes(method))
        scope.addHttpMethod(method, { hasBody: true })
    }
    const methods = scope.supportedMethods.filter((method) => !NEVER_SERVED.has(method))
    scope.route({ method: methods, url: '/v1/*', handler })

    // Claude Code warms its connection up and reports events; neither needs an upstream.
    const ok = (_request: FastifyRequest, reply: FastifyReply) => reply.code(200).send()
    scope.head('/', ok)
    scope.route({ method: ['GET', 'HEAD'], url: '/api/hello', handler: ok })
    scope.post('/api/event_logging/*', ok)
  })
  addScope(app, deps, sendAwsError, (scope, handler) => {
    for (const url of ['/model/*', '/inference-profiles', '/inference-profiles/*']) scope.all(url, handler)
  })
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

function addScope(
  app: FastifyInstance,
  deps: ProxyDeps,
  sendError: SendError,
  addRoutes: (scope: FastifyInstance, handler: Handler) => void,
): void {
  const handler: Handler = async (request, reply) => {
    const client = watchClient(reply.raw)
    const call = fastifyCall(request, reply, client.signal, { ...deps, sendError })
    try {
      await serveCall(deps, call, (known) => routeCall(deps, known))
    } finally {
      client.release()
    }
  }
  rawScope(
    app,
    (error, request, reply) => sendError(reply, knownError(deps.log, error, request.id)),
    (scope) => addRoutes(scope, handler),
  )
}
