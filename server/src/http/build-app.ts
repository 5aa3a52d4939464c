// The HTTP server with all of its scopes. Which is which can be told by the first path segment.
import fastify, { type FastifyInstance } from 'fastify'
import { REQUEST_ID_HEADER } from '../core/data-plane/gateway-headers.ts'
import { registerAuditExport, type AuditExportDeps } from './audit/audit-export.ts'
import { registerAuthRoutes, type AuthRoutesDeps } from './auth/auth-routes.ts'
import { registerOidcRoutes, type OidcRoutesDeps } from './auth/oidc-routes.ts'
import { bufferBodies } from './buffer-bodies.ts'
import { drainOnClose } from './drain-connections.ts'
import { registerConsoleRoutes, type ConsoleDeps } from './console/console-routes.ts'
import { acceptHttp2 } from './http2/accept-http2.ts'
import { deny } from './deny.ts'
import { MAX_HEADER_BYTES, answerMalformed, rememberAnswers } from './answer-malformed.ts'
import { registerOAuthCallback, type OAuthCallbackDeps } from './oauth/oauth-callback.ts'
import { registerOpsRoutes, type OpsDeps } from './ops/ops-routes.ts'
import { limitSlowBodies } from './limit-slow-bodies.ts'
import { endUnreadBodies } from './end-unread-bodies.ts'
import { limitPipelining } from './limit-pipelining.ts'
import { limitStrangers } from './limit-strangers.ts'
import { misspeltPath } from '../core/data-plane/misspelt-path.ts'
import { sendAnthropicError } from './proxy/send-error.ts'
import { registerProxyRoutes, type ProxyDeps } from './proxy/proxy-routes.ts'
import { routeOf } from './request-path.ts'
import { securityHeaders } from './security-headers.ts'
import { registerTrpcRoutes, type TrpcDeps } from './trpc/trpc-routes.ts'

export interface AppDeps {
  readonly newRequestId: () => string
  /** Addresses and ranges whose `x-forwarded-*` is believed. */
  readonly trustedProxies: readonly string[]
  readonly proxy: ProxyDeps
  readonly trpc: TrpcDeps
  readonly audit: AuditExportDeps
  readonly auth: AuthRoutesDeps
  readonly oidc: OidcRoutesDeps
  readonly oauth: OAuthCallbackDeps
  readonly ops: OpsDeps
  readonly console: ConsoleDeps
}

/** Longer than the idle time-out of common load balancers, so that they never reuse a connection we are closing. */
const KEEP_ALIVE_MS = 75_000
/** For a whole request to arrive: 500 MB of a file over a slow line. Bodies that are held have a limit of their own. */
const REQUEST_TIMEOUT_MS = 3_600_000

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
    clientErrorHandler: (error, socket) => answerMalformed(error, socket, deps.newRequestId()),
  })
  const connections = drainOnClose(app)
  acceptHttp2(app, {
    newRequestId: deps.newRequestId,
    idleMs: KEEP_ALIVE_MS,
    onTaken: connections.forget,
  })
  rememberAnswers(app.server)
  limitPipelining(app.server)
  endUnreadBodies(app.server)
  const isHttps = deps.auth.publicUrl.startsWith('https:')
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id)
    reply.headers(securityHeaders(routeOf(request), isHttps))
    done()
  })
  limitStrangers(app, Date.now)
  limitSlowBodies(app)
  bufferBodies(app)
  app.setNotFoundHandler((request, reply) => {
    const misspelt = misspeltPath(request.raw.url ?? '')
    if (misspelt) return sendAnthropicError(reply, misspelt)
    const message = `${request.method} ${(request.raw.url ?? '').split('?')[0]!.slice(0, 200)} does not exist.`
    return deny(reply, 404, message)
  })
  registerProxyRoutes(app, deps.proxy)
  registerTrpcRoutes(app, deps.trpc)
  registerAuditExport(app, deps.audit)
  registerAuthRoutes(app, deps.auth)
  registerOidcRoutes(app, deps.oidc)
  registerOAuthCallback(app, deps.oauth)
  registerOpsRoutes(app, deps.ops)
  registerConsoleRoutes(app, deps.console)
  return app
}
