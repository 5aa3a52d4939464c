// An application on a real port that speaks both HTTPs as the gateway does, for tests.
import { once } from 'node:events'
import fastify, { type FastifyInstance } from 'fastify'
import {
  connect as connectHttp2,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { drainOnClose } from '../src/http/drain-connections.ts'
import { acceptHttp2 } from '../src/http/http2/accept-http2.ts'
import { MAX_HEADER_BYTES, answerMalformed, rememberAnswers } from '../src/http/answer-malformed.ts'

export interface Http2App {
  readonly app: FastifyInstance
  http2(options?: SecureClientSessionOptions): ClientHttp2Session
  tcp(allowHalfOpen?: boolean): Socket
}

export interface Http2AppOptions {
  readonly idleMs?: number
  readonly requestTimeout?: number
  readonly trustProxy?: string
}

export async function http2App(
  addRoutes: (app: FastifyInstance) => void,
  { idleMs = 60_000, requestTimeout = 300_000, trustProxy }: Http2AppOptions = {},
): Promise<Http2App> {
  const app = fastify({
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      connectionsCheckingInterval: 50,
      headersTimeout: Math.min(60_000, requestTimeout),
    },
    requestTimeout,
    ...(trustProxy !== undefined && { trustProxy }),
    clientErrorHandler: (error, socket) => answerMalformed(error, socket, 'req_malformed'),
  })
  const connections = drainOnClose(app)
  acceptHttp2(app, { newRequestId: () => 'req_http2', idleMs, onTaken: connections.forget })
  rememberAnswers(app.server)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  addRoutes(app)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  onTestFinished(async () => {
    app.server.closeAllConnections()
    await app.close()
  })
  return {
    app,
    http2(options) {
      const session = connectHttp2(`http://127.0.0.1:${port}`, options)
      session.on('error', () => undefined)
      onTestFinished(() => session.destroy())
      return session
    },
    tcp(allowHalfOpen = false) {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen })
      socket.on('error', () => undefined)
      onTestFinished(() => void socket.destroy())
      return socket
    },
  }
}

export interface Http2Answer {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends a whole request. @throws when the answer is not whole. */
export async function ask(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Uint8Array,
): Promise<Http2Answer> {
  const stream = session.request(headers, { endStream: body === undefined })
  if (body !== undefined) stream.end(body)
  return answerOf(stream)
}

export async function answerOf(stream: ClientHttp2Stream): Promise<Http2Answer> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  let body = ''
  for await (const chunk of stream) body += String(chunk)
  return { headers, body }
}
