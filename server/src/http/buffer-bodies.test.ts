// Bodies of one-byte chunks outside the data plane, over a real connection: `inject` knows no chunks.
import { once } from 'node:events'
import { connect } from 'node:net'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { bufferBodies } from './buffer-bodies.ts'
import { makeBodyBudget, type BodyBudget } from './proxy/body-budget.ts'

const MB = 2 ** 20

/** A budget that remembers how it was charged. */
function watchedBudget(maxBytes = 32 * MB) {
  const inner = makeBodyBudget(maxBytes)
  const charges: number[] = []
  let released = 0
  const budget: BodyBudget = {
    open() {
      const share = inner.open()
      return {
        take(bytes) {
          share.take(bytes)
          charges.push(bytes)
        },
        release() {
          share.release()
          released++
        },
      }
    },
  }
  const charged = () => charges.reduce((sum, bytes) => sum + bytes, 0)
  return { budget, charges, charged, released: () => released }
}

async function world(budget: BodyBudget) {
  const app = fastify()
  bufferBodies(app, budget)
  let parsedChunks = 0
  app.addHook('preParsing', (_request, _reply, payload, done) => {
    // What the framework's parsers get to hold.
    payload.on('data', () => parsedChunks++).pause()
    done(null, payload)
  })
  app.post('/trpc/x', (request) => ({ length: JSON.stringify(request.body).length }))
  app.get('/trpc/x', () => 'read')
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const { port } = app.server.address() as { port: number }
  const send = async (path: string, head: string, body: string) => {
    const socket = connect(port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined)
    socket.write(`${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${head}\r\n\r\n${body}`)
    return socket
  }
  const answer = async (...sent: Parameters<typeof send>) =>
    String((await once(await send(...sent), 'data'))[0])
  return { send, answer, parsedChunks: () => parsedChunks }
}

const CHUNKED = 'transfer-encoding: chunked'
const inOneByteChunks = (text: string) =>
  `${Array.from(text, (char) => `1\r\n${char}\r\n`).join('')}0\r\n\r\n`

test.each([
  ['POST /trpc/x', 200],
  ['POST /nowhere', 404],
  ['POST /healthz', 404],
  ['POST /v1', 404],
])('%s: one-byte chunks become one, and the budget is charged with its size', async (path, status) => {
  const { budget, charges, charged, released } = watchedBudget()
  const { answer, parsedChunks } = await world(budget)
  const text = JSON.stringify('x'.repeat(100_000))
  expect(await answer(path, CHUNKED, inOneByteChunks(text))).toContain(`HTTP/1.1 ${status}`)
  expect(parsedChunks()).toBe(1)
  expect(charges.length).toBeLessThan(20)
  expect(charged()).toBeGreaterThanOrEqual(text.length)
  expect(charged()).toBeLessThanOrEqual(2 * text.length)
  await expect.poll(released).toBe(1)
})

test('a body with a length arrives unchanged', async () => {
  const { answer } = await world(makeBodyBudget(MB))
  expect(await answer('POST /trpc/x', 'content-length: 8', '{"a":"é"}'.slice(0, 7) + '}')).toMatch(/ 400 /)
  expect(await answer('POST /trpc/x', 'content-length: 10', '{"a":"é"}')).toMatch(/ 200 .*\{"length":9\}$/s)
})

test('more than the limit is denied, with no more held than the limit', async () => {
  const { budget, charged } = watchedBudget()
  const { answer } = await world(budget)
  const block = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`
  expect(await answer('POST /trpc/x', CHUNKED, block.repeat(40))).toContain('HTTP/1.1 413')
  expect(charged()).toBeLessThanOrEqual(MB + 64 * 1024)
  expect(await answer('POST /trpc/x', `content-length: ${2 * MB}`, '{')).toContain('HTTP/1.1 413')
})

test('many bodies that do not end share one budget, and give it back when they leave', async () => {
  const { budget, charged, released } = watchedBudget(16 * 1024)
  const { send, answer } = await world(budget)
  const waiting = []
  for (let i = 0; i < 4; i++) waiting.push(await send('POST /trpc/x', CHUNKED, '1\r\n"\r\n1\r\nx\r\n'))
  await expect.poll(charged).toBe(16 * 1024)
  const denied = await answer('POST /trpc/x', CHUNKED, inOneByteChunks('"more"'))
  expect(denied).toContain('HTTP/1.1 503')
  expect(denied).toContain('retry-after: 1')
  for (const socket of waiting) socket.destroy()
  await expect.poll(released).toBe(5)
  expect(await answer('POST /trpc/x', CHUNKED, inOneByteChunks('"more"'))).toContain('HTTP/1.1 200')
})

test('what comes after an early answer is charged to nobody', async () => {
  const { budget, charged, released } = watchedBudget()
  const app = fastify()
  bufferBodies(app, budget)
  let onHeld = () => undefined as void
  app.addHook('onRequest', (_request, reply, done) => {
    // Keeps the connection, unlike a denial: the rest of the body still arrives.
    onHeld = () => void reply.hijack().raw.writeHead(408, { 'content-length': 0 }).end()
    done()
  })
  app.post('/trpc/x', () => 'never')
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const socket = connect((app.server.address() as { port: number }).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(
    `POST /trpc/x HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n${CHUNKED}\r\n\r\n4\r\nhalf\r\n`,
  )
  await expect.poll(charged).toBe(4)
  onHeld()
  await expect.poll(released).toBe(1)
  socket.write(`2000\r\n${'x'.repeat(0x2000)}\r\n`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(charged()).toBe(4)
})

test('a request that is not parsed does not wait for its body', async () => {
  const { budget, charged } = watchedBudget()
  const { answer } = await world(budget)
  expect(await answer('GET /trpc/x', 'content-length: 10', '{')).toContain('HTTP/1.1 200')
  expect(charged()).toBe(0)
})
