import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { startRecordingServer } from './http-server.ts'

test('a request is recorded as it came', async () => {
  const server = await startRecordingServer(async ({ response }) => {
    response.end('done')
  }, {})
  const { port } = new URL(server.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('PUT /a%2Fb/c?d=e&d=f HTTP/1.1\r\nHost: x\r\nX-One: 1\r\nx-one: 2\r\ncontent-length: 3\r\n')
  socket.write('connection: close\r\n\r\n\0\xff!', 'latin1')
  socket.resume()
  await once(socket, 'close')
  expect(server.requests).toEqual([
    {
      method: 'PUT',
      url: '/a%2Fb/c?d=e&d=f',
      path: '/a%2Fb/c',
      rawHeaders: ['Host', 'x', 'X-One', '1', 'x-one', '2', 'content-length', '3', 'connection', 'close'],
      headers: { host: 'x', 'x-one': '1, 2', 'content-length': '3', connection: 'close' },
      body: Buffer.from([0, 255, 33]),
      aborted: false,
    },
  ])
  await server.close()
})

test('a body that stops short is recorded as aborted and not handled', async () => {
  const handle = vi.fn(async () => undefined)
  const server = await startRecordingServer(handle, {})
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12345')
  await new Promise((resolve) => setTimeout(resolve, 30))
  socket.destroy()
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  expect(server.requests[0]).toMatchObject({ aborted: true, body: Buffer.from('12345') })
  expect(handle).not.toHaveBeenCalled()
  await server.close()
})
