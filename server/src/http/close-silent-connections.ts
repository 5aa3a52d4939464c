// Clients open connections ahead of need. Node counts such a connection as busy and would wait for it at the end.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Closes, when called, the connections on which no request has ever arrived. */
export function trackSilentConnections(server: Server): () => void {
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }) => silent.delete(socket))
  return () => {
    for (const socket of silent) socket.destroy()
  }
}
