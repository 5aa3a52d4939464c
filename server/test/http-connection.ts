// A real HTTP connection for tests: request and response on one side, a raw socket on the other.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface HttpConnection {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly socket: Socket
}

/** @param head request line and headers, without the blank line that ends them */
export async function httpConnection(head: string): Promise<HttpConnection> {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(`${head}\r\n\r\n`)
  const [request, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
  return { request, response, socket }
}
