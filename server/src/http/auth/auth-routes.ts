// Sign-in and sessions: hands requests below /auth to the library as web requests.
import type { FastifyInstance, FastifyRequest } from 'fastify'

export interface AuthRoutesDeps {
  readonly path: string
  readonly publicUrl: string
  readonly clientAddressHeader: string
  readonly handle: (request: Request) => Promise<Response>
}

const MAX_BODY_BYTES = 64 * 1024

export function registerAuthRoutes(app: FastifyInstance, deps: AuthRoutesDeps): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
      (_request, body, parsed) => parsed(null, body),
    )
    scope.route({
      method: ['GET', 'POST'],
      url: `${deps.path}/*`,
      async handler(request, reply) {
        const response = await deps.handle(webRequest(request, deps))
        reply.code(response.status)
        for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
        for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
        return reply.send(response.body === null ? null : await response.text())
      },
    })
    done()
  })
}

function webRequest(request: FastifyRequest, deps: AuthRoutesDeps): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set(deps.clientAddressHeader, request.ip)
  return new Request(new URL(request.url, deps.publicUrl), {
    method: request.method,
    headers,
    ...(typeof request.body === 'string' && request.method !== 'GET' ? { body: request.body } : {}),
  })
}
