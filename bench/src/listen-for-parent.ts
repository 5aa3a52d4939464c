// How a child process of the benchmark serves: any free port, told to the parent, until the parent is gone.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ListeningMessage {
  readonly port: number
}

export function listenForParent(server: Server): void {
  server.keepAliveTimeout = 120_000
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    process.send?.({ port } satisfies ListeningMessage)
  })
  process.once('disconnect', () => process.exit())
}
