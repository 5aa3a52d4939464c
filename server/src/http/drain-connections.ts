// At the end running answers are finished, and nothing else is waited for.
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const SWEEP_MS = 200

/**
 * Node waits for two kinds of connections that nobody needs: those a client opened ahead of need and never used,
 * and those that fall idle only after the closing has begun.
 */
export function drainOnClose(app: FastifyInstance): void {
  const unused = new Set<Socket>()
  app.server.on('connection', (socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.server.on('request', ({ socket }) => unused.delete(socket))

  let sweep: NodeJS.Timeout | undefined
  app.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy()
    sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearInterval(sweep)
    done()
  })
}
