// A body that never comes to its end: given up where strangers can send one, waited for on the data plane.
import { once } from 'node:events'
import { connect } from 'node:net'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { limitSlowBodies } from './limit-slow-bodies.ts'

const TIMEOUT_MS = 150

async function world() {
  const app = fastify({ trustProxy: false })
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store')
    done()
  })
  limitSlowBodies(app, TIMEOUT_MS)
  for (const path of ['/trpc/x', '/auth/sign-in/email', '/v1/files'])
    app.post(path, (request) => ({ got: request.body }))
  app.post('/early', { onRequest: async (_request, reply) => reply.code(429).send({}) }, () => 'never')
  app.post('/slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2 * TIMEOUT_MS))
    return 'late'
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const { port } = app.server.address() as { port: number }
  /** Sends a head that promises ten bytes, and these of them. */
  return async (path: string, body: string) => {
    const socket = connect(port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let heard = ''
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n${body}`,
    )
    return { socket, heard: () => heard }
  }
}

test.each(['/trpc/x', '/auth/sign-in/email', '/nowhere', '/healthz'])('%s', async (path) => {
  const send = await world()
  const { socket, heard } = await send(path, '{"a"')
  await once(socket, 'close')
  expect(heard()).toMatch(/^HTTP\/1\.1 408 /)
  expect(heard()).toContain('cache-control: no-store')
  expect(heard()).toContain('"type":"timeout_error"')
})

test('what was answered already is let go of', async () => {
  const send = await world()
  const { socket, heard } = await send('/early', '{')
  await once(socket, 'close')
  expect(heard()).toMatch(/^HTTP\/1\.1 429 /)
})

test('a whole body is answered, however long that takes', async () => {
  const send = await world()
  const { socket, heard } = await send('/slow', '{"a":1234}')
  await once(socket, 'data')
  expect(heard()).toMatch(/^HTTP\/1\.1 200 .*late$/s)
})

test('uploads take their time', async () => {
  const send = await world()
  const { socket, heard } = await send('/v1/files', '{"a"')
  await new Promise((resolve) => setTimeout(resolve, 3 * TIMEOUT_MS))
  expect(heard()).toBe('')
  socket.write(':1234}')
  await once(socket, 'data')
  expect(heard()).toMatch(/^HTTP\/1\.1 200 .*1234/s)
})
