import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { endUnreadBodies } from './end-unread-bodies.ts'

const server = createServer((_request, response) => void response.writeHead(401).end('denied'))
endUnreadBodies(server, 100)
afterAll(() => server.close())

async function connection() {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  return socket
}

test('a body that dribbles on after its answer ends with the connection, and the answer was read', async () => {
  const socket = await connection()
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n')
  const dribble = setInterval(() => socket.write('x'), 10)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain('HTTP/1.1 401')
  await once(socket, 'close')
  clearInterval(dribble)
  expect(socket.destroyed).toBe(true)
})

test('a body that ends in time leaves the connection to the next call', async () => {
  const socket = await connection()
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nab')
  await once(socket, 'data')
  socket.write('cd')
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  const [second] = (await once(socket, 'data')) as [Buffer]
  expect(second.toString()).toContain('HTTP/1.1 401')
  socket.destroy()
})
