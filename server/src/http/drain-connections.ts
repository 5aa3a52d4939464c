// At the end running answers are finished, and nothing else is waited for.
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const SWEEP_MS = 200

export interface Connections {
  /** Somebody else sees to its end. */
  forget(socket: Socket): void
}

/**
 * Node waits for two kinds of connections that nobody needs: those a client opened ahead of need and never used,
 * and those that fall idle only after the closing has begun. And it does not wait for an answer whose last bytes have
 * been written, but have not left yet.
 */
export function drainOnClose(app: FastifyInstance): Connections {
  /** Answers that are being given, for each connection. */
  const running = new Map<Socket, number>()
  const count = (socket: Socket, change: number) => {
    const answers = running.get(socket)
    if (answers !== undefined) running.set(socket, answers + change)
  }
  app.server.on('connection', (socket) => {
    running.set(socket, 0)
    socket.once('close', () => running.delete(socket))
  })
  app.server.on('request', ({ socket }, response) => {
    count(socket, 1)
    response.once('close', () => count(socket, -1))
  })
  app.server.closeIdleConnections = () => {
    for (const [socket, answers] of running) if (answers === 0) socket.destroy()
  }

  let sweep: NodeJS.Timeout | undefined
  app.addHook('preClose', (done) => {
    app.server.closeIdleConnections()
    sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearInterval(sweep)
    done()
  })
  return { forget: (socket) => void running.delete(socket) }
}
