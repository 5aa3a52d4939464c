import { once, type EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { answerOf, ask, http2App } from '../../../test/http2-app.ts'

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const SETTINGS = Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0)

const routes = (held: (response: ServerResponse) => void) => (app: FastifyInstance) => {
  app.get('/', () => 'ok')
  app.get('/large', () => Buffer.alloc(8_000_000))
  app.get('/held', (_request, reply) => {
    reply.hijack()
    held(reply.raw)
  })
}

const none = routes(() => undefined)

const closedWithin = async (closing: Promise<unknown>, ms: number): Promise<boolean> => {
  const late = new Promise((resolve) => setTimeout(() => resolve('late'), ms))
  return (await Promise.race([closing, late])) !== 'late'
}

/** However it comes about. */
const closed = (connection: EventEmitter) => new Promise<void>((resolve) => connection.once('close', resolve))

test('idle sessions, silent connections and half a preface do not hold the end up', async () => {
  const { app, http2, tcp } = await http2App(none)
  const session = http2()
  await ask(session, { ':path': '/' })
  const silent = tcp()
  const slow = tcp()
  slow.write('PRI * HT')
  await Promise.all([once(silent, 'connect'), once(slow, 'connect')])
  const goaway = once(session, 'goaway')
  const ends = Promise.all([session, silent, slow].map(closed))
  silent.resume()
  slow.resume()
  expect(await closedWithin(app.close(), 3000)).toBe(true)
  await ends
  expect((await goaway)[0]).toBe(0)
})

test('running streams finish, and no others begin', async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const { app, http2 } = await http2App(routes(resolve))
  const session = http2()
  const stream = session.request({ ':path': '/held' })
  const answer = answerOf(stream)
  const response = await promise
  response.writeHead(200, []).write('first ')
  const closing = app.close()
  await once(session, 'goaway')
  await expect(ask(session, { ':path': '/' })).rejects.toThrow()
  expect(await closedWithin(closing, 300)).toBe(false)
  response.end('last')
  expect((await answer).body).toBe('first last')
  await closing
})

test('a client that keeps its side of the connection open does not hold the end up', async () => {
  const { app, tcp } = await http2App(none)
  const socket = tcp(true)
  socket.write(PREFACE)
  socket.write(SETTINGS)
  await once(socket, 'data')
  expect(await closedWithin(app.close(), 3000)).toBe(true)
})

test('an answer that a slow client has yet to read is finished, over either HTTP', async () => {
  const { app, http2, tcp } = await http2App(none)
  const session = http2()
  const stream = session.request({ ':path': '/large' })
  const socket = tcp()
  socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n')
  await Promise.all([once(stream, 'response'), once(socket, 'readable')])
  const closing = app.close()
  expect(await closedWithin(closing, 500)).toBe(false)
  const lengths = await Promise.all([lengthOf(stream), lengthOf(socket)])
  expect(lengths[0]).toBe(8_000_000)
  expect(lengths[1]).toBeGreaterThan(8_000_000)
  await closing
})

async function lengthOf(readable: AsyncIterable<Buffer>): Promise<number> {
  let length = 0
  for await (const chunk of readable) length += chunk.length
  return length
}

test('closeAllConnections ends running streams, also of a client that does not read', async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const { app, http2 } = await http2App(routes(resolve))
  const session = http2()
  const stuck = session.request({ ':path': '/large' })
  stuck.on('error', () => undefined)
  const stream = session.request({ ':path': '/held' })
  const answer = answerOf(stream)
  const response = await promise
  response.writeHead(200, []).write('first')
  await once(stream, 'response')
  const closing = app.close()
  const broken = answer.then(
    () => 'whole',
    () => 'broken',
  )
  app.server.closeAllConnections()
  expect(await closedWithin(closing, 3000)).toBe(true)
  expect(await broken).toBe('broken')
})

test('a session that begins while everything closes is closed', async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const { app, http2, tcp } = await http2App(routes(resolve))
  const answer = ask(http2(), { ':path': '/held' })
  const response = await promise
  // Accepted already, but known to nobody until the closing has begun.
  const accepted = once(app.server, 'connection')
  const late = tcp()
  const [socket] = (await accepted) as [Socket]
  app.server.closeIdleConnections = () => undefined
  const closing = app.close()
  await new Promise(setImmediate)
  expect(socket.destroyed).toBe(false)
  late.write(PREFACE)
  late.write(SETTINGS)
  late.resume()
  await once(late, 'end')
  response.end('done')
  expect((await answer).body).toBe('done')
  expect(await closedWithin(closing, 3000)).toBe(true)
})

test('a session without a running stream ends after a while, one with a silent stream does not', async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const { http2 } = await http2App(routes(resolve), { idleMs: 150 })
  const session = http2()
  const stream = session.request({ ':path': '/held' })
  const answer = answerOf(stream)
  const response = await promise
  const closed = once(session, 'close')
  expect(await closedWithin(closed, 500)).toBe(false)
  expect((await ask(session, { ':path': '/' })).body).toBe('ok')
  response.end('late')
  expect((await answer).body).toBe('late')
  expect(await closedWithin(closed, 1000)).toBe(true)
})

test.for(['garbage '.repeat(10), '\0'.repeat(5000), '\xff'.repeat(70_000)])(
  'what is no frame behind the preface ends the connection only',
  async (garbage) => {
    const { http2, tcp } = await http2App(none)
    const socket = tcp()
    socket.resume()
    socket.write(Buffer.from(PREFACE + garbage, 'latin1'))
    await once(socket, 'close')
    expect((await ask(http2(), { ':path': '/' })).body).toBe('ok')
  },
)

test('HTTP/1.1 beside it is as it was: whole, in pieces, pipelined, with a body', async () => {
  const { app, tcp } = await http2App((app) => {
    app.post('/', ({ raw }) => lengthOf(raw).then((length) => `<${length}>`))
  })
  const post = (length: number) =>
    `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${'x'.repeat(length)}`
  const socket = tcp()
  socket.write(post(3) + post(200_000) + post(4).slice(0, 50))
  setTimeout(() => socket.write(post(4).slice(50)), 50)
  let received = ''
  for await (const chunk of socket) {
    received += String(chunk)
    if (received.includes('<4>')) break
  }
  expect(received.match(/<\d+>/g)).toEqual(['<3>', '<200000>', '<4>'])
  await app.close()
})
