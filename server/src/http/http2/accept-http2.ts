// Lets the one port speak HTTP/2 with prior knowledge as well: the AWS SDK for JavaScript does to an `http:` endpoint.
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { keepSession, type Session } from './keep-session.ts'
import { peekPreface, type Ways } from './peek-preface.ts'

export interface AcceptHttp2Deps {
  readonly newRequestId: () => string
  /** Without a running stream. */
  readonly idleMs: number
  /** The connection's end is seen to here from now on. */
  readonly onTaken: (socket: Socket) => void
}

/** The application goes on seeing HTTP/1.1 only: each stream becomes a request of its own inside the process. */
export function acceptHttp2(app: FastifyInstance, deps: AcceptHttp2Deps): void {
  const { server } = app
  const [serveHttp1] = server.listeners('connection') as ((connection: Duplex) => void)[]
  if (serveHttp1 === undefined) throw new Error('The HTTP/1.1 server does not listen to its connections')
  const serve = (connection: Duplex) => serveHttp1.call(server, connection)

  const sessions = new Set<Session>()
  let isClosing = false
  const open = (socket: Socket) => {
    deps.onTaken(socket)
    const session = keepSession(socket, deps.idleMs, { serve, newRequestId: deps.newRequestId })
    sessions.add(session)
    socket.once('close', () => sessions.delete(session))
    // Not at once: Node reads what has arrived on the next tick, and must find the session alive.
    if (isClosing) setImmediate(() => session.close())
  }
  const ways: Ways = {
    http1: serve,
    http2: open,
    tooSlow: (socket) => {
      const error = Object.assign(new Error('No request'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
      server.emit('clientError', error, socket)
    },
  }
  server.off('connection', serveHttp1)
  server.on('connection', (socket: Socket) => peekPreface(socket, server.headersTimeout, ways))

  app.addHook('preClose', (done) => {
    isClosing = true
    for (const session of sessions) session.close()
    done()
  })
  const closeHttp1 = server.closeAllConnections.bind(server)
  server.closeAllConnections = () => {
    // The streams end with the requests inside: the sessions are left to say so.
    closeHttp1()
    for (const session of sessions) session.destroy()
  }
}
