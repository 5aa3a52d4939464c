// The HTTP server with all of its scopes. Which is which can be told by the first path segment.
import type { Socket } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { errorEnvelope } from '../core/wire/anthropic-error.ts'
import { registerAuthRoutes, type AuthRoutesDeps } from './auth/auth-routes.ts'
import { drainOnClose } from './drain-connections.ts'
import { registerConsoleRoutes, type ConsoleDeps } from './console/console-routes.ts'
import { registerOpsRoutes, type OpsDeps } from './ops/ops-routes.ts'
import { registerBedrockPaths } from './proxy/handle-bedrock-paths.ts'
import { REQUEST_ID_HEADER } from './answer-headers.ts'
import { registerProxyRoutes, type ProxyDeps } from './proxy/proxy-routes.ts'
import { registerTrpcRoutes, type TrpcDeps } from './trpc/trpc-routes.ts'

export interface AppDeps {
  readonly newRequestId: () => string
  /** Addresses and ranges whose `x-forwarded-*` is believed. */
  readonly trustedProxies: readonly string[]
  readonly proxy: ProxyDeps
  readonly trpc: TrpcDeps
  readonly auth: AuthRoutesDeps
  readonly ops: OpsDeps
  readonly console: ConsoleDeps
}

/** Claude Code's beta lists are long; beyond this the request is refused in Anthropic's words. */
const MAX_HEADER_BYTES = 64 * 1024
/** Longer than the idle time-out of common load balancers, so that they never reuse a connection we are closing. */
const KEEP_ALIVE_MS = 75_000
/** For a whole request body to arrive. */
const REQUEST_TIMEOUT_MS = 300_000

export function buildApp(deps: AppDeps): FastifyInstance {
  const app = fastify({
    logger: false,
    genReqId: deps.newRequestId,
    requestIdHeader: false,
    trustProxy: deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    // tRPC puts the names of all batched procedures into one path segment.
    routerOptions: { maxParamLength: 5000 },
    clientErrorHandler: (error, socket) => refuseMalformed(error, socket, deps.newRequestId()),
  })
  drainOnClose(app)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id)
    done()
  })
  app.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${(request.raw.url ?? '').split('?')[0]!.slice(0, 200)} does not exist.`
    return reply
      .code(404)
      .type('application/json')
      .send(errorEnvelope('not_found_error', message, request.id))
  })
  registerProxyRoutes(app, deps.proxy)
  registerBedrockPaths(app, deps.proxy)
  registerTrpcRoutes(app, deps.trpc)
  registerAuthRoutes(app, deps.auth)
  registerOpsRoutes(app, deps.ops)
  registerConsoleRoutes(app, deps.console)
  return app
}

/** What is not HTTP, or too much of it, never becomes a request: the answer is written by hand. */
function refuseMalformed(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, reason, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ([
          431,
          'Request Header Fields Too Large',
          `The request headers exceed ${MAX_HEADER_BYTES / 1024} KB.`,
        ] as const)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'Request Timeout', 'The request did not arrive in time.'] as const)
        : ([400, 'Bad Request', 'The request is not valid HTTP.'] as const)
  const body = errorEnvelope('invalid_request_error', message, requestId)
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-headgate-request-id: ${requestId}\r\nrequest-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
  )
}
