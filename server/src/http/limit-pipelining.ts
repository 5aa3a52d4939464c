// Ends connections that send request after request without waiting for answers: each one holds memory until its turn.
import type { RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'

/** SDKs and browsers send one at a time over HTTP/1.1; HTTP/2 streams have a limit of their own. */
const MAX_UNANSWERED = 32

/** Stands in front of the listener that serves: Node goes on parsing what it has read of a destroyed connection. */
export function limitPipelining(server: Server, maxUnanswered = MAX_UNANSWERED): void {
  const [serve] = server.listeners('request') as RequestListener[]
  if (serve === undefined) throw new Error('The server has no listener for requests')
  const unanswered = new WeakMap<Socket, number>()
  server.off('request', serve)
  server.on('request', (request, response) => {
    const { socket } = request
    const count = (unanswered.get(socket) ?? 0) + 1
    if (count > maxUnanswered) return void socket.destroy()
    unanswered.set(socket, count)
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1))
    serve.call(server, request, response)
  })
}
