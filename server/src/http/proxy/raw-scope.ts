// A scope of the data plane: bodies are left alone, and errors have a shape of their own.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

type OnError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void

export function rawScope(
  app: FastifyInstance,
  onError: OnError,
  addRoutes: (scope: FastifyInstance) => void,
): void {
  void app.register((scope, _options, done) => {
    // Bodies are read by the handlers, after authentication and never re-serialised.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    // Fastify would reject content types that only the upstream has to understand.
    scope.addHook('onRequest', (request, _reply, next) => {
      request.raw.headers['content-type'] = 'application/octet-stream'
      next()
    })
    scope.setErrorHandler(onError)
    addRoutes(scope)
    done()
  })
}
