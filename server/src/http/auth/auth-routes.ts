// Sign-in and sign-out: hands these requests to the library as web requests.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export interface AuthRoutesDeps {
  readonly path: string
  readonly publicUrl: string
  readonly clientAddressHeader: string
  readonly handle: (request: Request) => Promise<Response>
}

const MAX_BODY_BYTES = 64 * 1024
/** What the console uses. The library knows more, which would change accounts without a trace in the audit trail. */
const PATHS = ['/sign-in/email', '/sign-out']

export function registerAuthRoutes(app: FastifyInstance, deps: AuthRoutesDeps): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
      (_request, body, parsed) => parsed(null, body),
    )
    for (const path of PATHS) {
      const url = new URL(`${deps.path}${path}`, deps.publicUrl)
      scope.post(url.pathname, async (request, reply) =>
        send(reply, await deps.handle(webRequest(url, request, deps))),
      )
    }
    scope.all(`${deps.path}/*`, (_request, reply) => reply.callNotFound())
    done()
  })
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
  return reply.send(response.body === null ? null : await response.text())
}

function webRequest(
  url: URL,
  request: FastifyRequest,
  deps: Pick<AuthRoutesDeps, 'clientAddressHeader'>,
): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set(deps.clientAddressHeader, request.ip)
  return new Request(url, {
    method: 'POST',
    headers,
    ...(typeof request.body === 'string' ? { body: request.body } : {}),
  })
}
