// The data plane as encapsulated scopes: raw bodies in, errors out as the clients of each scope read them.
import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../../core/log.ts'
import { sendAwsError } from './bedrock-paths/send-aws-error.ts'
import { makeHandleBedrockPaths, type HandleBedrockPathsDeps } from './handle-bedrock-paths.ts'
import { makeHandleMessages, type HandleMessagesDeps } from './handle-messages.ts'
import { makeHandleModels, type HandleModelsDeps } from './handle-models.ts'
import { makeHandleOtherPaths } from './handle-other-paths.ts'
import { rawScope } from './raw-scope.ts'
import { sendError } from './send-error.ts'

export interface ProxyDeps extends HandleMessagesDeps, HandleModelsDeps, HandleBedrockPathsDeps {
  readonly log: Logger
}

/** They speak to proxies, not to what is behind them. */
const NEVER_SERVED = new Set(['CONNECT', 'TRACE'])

export function registerProxyRoutes(app: FastifyInstance, deps: ProxyDeps): void {
  const { log } = deps
  rawScope(
    app,
    (...failed) => sendError(log, ...failed),
    (scope) => addAnthropicPaths(scope, deps),
  )
  rawScope(
    app,
    (...failed) => sendAwsError(log, ...failed),
    (scope) => {
      const handler = makeHandleBedrockPaths(deps)
      for (const url of ['/model/*', '/inference-profiles', '/inference-profiles/*']) scope.all(url, handler)
    },
  )
}

function addAnthropicPaths(scope: FastifyInstance, deps: ProxyDeps): void {
  const models = makeHandleModels(deps)
  scope.post('/v1/messages', makeHandleMessages(deps, 'messages'))
  scope.post('/v1/messages/count_tokens', makeHandleMessages(deps, 'count_tokens'))
  scope.route({ method: ['GET', 'HEAD'], url: '/v1/models', handler: models })
  scope.route({ method: ['GET', 'HEAD'], url: '/v1/models/:id', handler: models })
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
}
