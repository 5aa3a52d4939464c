import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { limitPipelining } from './limit-pipelining.ts'

const MAX = 4
const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'
const waiting: ServerResponse[] = []
const server = createServer((_request, response) => void waiting.push(response))
limitPipelining(server, MAX)

async function connection() {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

afterEach(() => {
  waiting.length = 0
  server.closeAllConnections()
})

test('a connection with too many unanswered requests is ended', async () => {
  const socket = await connection()
  socket.write(GET.repeat(1000))
  await once(socket, 'close')
  expect(waiting.length).toBe(MAX)
})

test('answered requests do not count', async () => {
  const socket = await connection()
  for (let i = 0; i < 3 * MAX; i++) {
    const arrived = once(server, 'request')
    socket.write(GET)
    await arrived
    const answered = once(socket, 'data')
    waiting.pop()!.end('ok')
    await answered
  }
  expect(socket.destroyed).toBe(false)
})
