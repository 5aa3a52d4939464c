// Ends connections whose request body still arrives long after it was answered: a denied call keeps nothing.
import type { Server } from 'node:http'

/** Long enough for a client that reads only once it has written what was under way. */
const DRAIN_MS = 10_000

export function endUnreadBodies(server: Server, drainMs = DRAIN_MS): void {
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (request.complete) return
      const timer = setTimeout(() => request.socket.destroy(), drainMs).unref()
      const forget = () => clearTimeout(timer)
      request.once('end', forget).once('close', forget)
      request.resume()
    })
  })
}
