// The data plane as an encapsulated scope: raw bodies in, Anthropic's error envelope out.
import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../../core/log.ts'
import { errorEnvelope, GatewayError } from '../../core/wire/anthropic-error.ts'
import { makeHandleMessages, type HandleMessagesDeps } from './handle-messages.ts'
import { makeHandleModels, type HandleModelsDeps } from './handle-models.ts'
import { makeHandleOtherPaths } from './handle-other-paths.ts'
import { ClientClosedError } from './steps/client-closed.ts'

export interface ProxyDeps extends HandleMessagesDeps, HandleModelsDeps {
  readonly log: Logger
}

/** They speak to proxies, not to what is behind them. */
const NEVER_SERVED = new Set(['CONNECT', 'TRACE'])

export function registerProxyRoutes(app: FastifyInstance, deps: ProxyDeps): void {
  void app.register((scope, _options, done) => {
    // Bodies are read by the handlers, after authentication and never re-serialised.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    // Fastify would refuse content types that only the upstream has to understand.
    scope.addHook('onRequest', (request, _reply, next) => {
      request.raw.headers['content-type'] = 'application/octet-stream'
      next()
    })
    scope.setErrorHandler((error, request, reply) => sendError(deps.log, error, request, reply))

    const models = makeHandleModels(deps)
    scope.post('/v1/messages', makeHandleMessages(deps, 'messages'))
    scope.post('/v1/messages/count_tokens', makeHandleMessages(deps, 'count_tokens'))
    scope.route({ method: ['GET', 'HEAD'], url: '/v1/models', handler: models })
    scope.route({ method: ['GET', 'HEAD'], url: '/v1/models/*', handler: models })
    for (const method of METHODS) {
      if (!NEVER_SERVED.has(method) && !scope.supportedMethods.includes(method))
        scope.addHttpMethod(method, { hasBody: true })
    }
    const methods = scope.supportedMethods.filter((method) => !NEVER_SERVED.has(method))
    scope.route({ method: methods, url: '/v1/*', handler: makeHandleOtherPaths(deps) })

    // Claude Code warms its connection up and reports events; neither needs an upstream.
    const ok = (_request: FastifyRequest, reply: FastifyReply) => reply.code(200).send()
    scope.head('/', ok)
    scope.route({ method: ['GET', 'HEAD'], url: '/api/hello', handler: ok })
    scope.post('/api/event_logging/*', ok)
    done()
  })
}

function sendError(log: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = asGatewayError(error)
  if (!known && !(error instanceof ClientClosedError))
    log.error({ requestId: request.id, error }, 'a proxied call failed unexpectedly')
  const { status, type, message, headers } = known ?? new GatewayError('api_error', 'Internal error')
  void reply
    .code(status)
    .headers({ 'request-id': request.id, ...headers })
    .type('application/json')
    .send(errorEnvelope(type, message, request.id))
}

/** Fastify's own refusals (a malformed URL, say) are the client's fault and say so. */
function asGatewayError(error: unknown): GatewayError | null {
  if (error instanceof GatewayError) return error
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (typeof status !== 'number' || status < 400 || status >= 500) return null
  return new GatewayError('invalid_request_error', (error as Error).message, { status })
}
