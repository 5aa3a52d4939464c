import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { httpConnection } from '../../../test/http-connection.ts'
import { ZLIB_CODINGS } from '../../adapters/content-coding/zlib-codings.ts'
import { makeBodyBudget, type BudgetShare } from './body-budget.ts'
import { ClientClosedError } from '../../core/data-plane/client-call.ts'
import { readBody } from './read-body.ts'

const MB = 2 ** 20

/** A request as it arrives, with the socket it came from. */
const arriving = (head: string) => httpConnection(`POST / HTTP/1.1\r\nhost: x\r\n${head}`)

const readingWith = (budget: BudgetShare) => ({ budget, codings: ZLIB_CODINGS })
const share = (maxBytes = 100 * MB) => readingWith(makeBodyBudget(maxBytes).open())

test('many parts become one body with the bytes in order', async () => {
  const body = Buffer.from(Array.from({ length: 3 * MB }, (_, i) => (i * 31 + (i >> 8)) % 256))
  const { request, socket } = await arriving(`content-length: ${body.length}`)
  const reading = readBody(request, share(), 32 * MB)
  socket.write(body)
  const { received, plain } = await reading
  expect(body.equals(received)).toBe(true)
  expect(plain).toBe(received)
})

test('no body is an empty one', async () => {
  const { request } = await arriving('content-length: 0')
  expect((await readBody(request, share(), 32 * MB)).received).toHaveLength(0)
})

test('a compressed body is kept as it came, and opened beside', async () => {
  const body = gzipSync('{"model":"m"}')
  const { request, socket } = await arriving(`content-encoding: gzip\r\ncontent-length: ${body.length}`)
  const reading = readBody(request, share(), 32 * MB)
  socket.write(body)
  const { received, plain } = await reading
  expect(body.equals(received)).toBe(true)
  expect(Buffer.from(plain).toString()).toBe('{"model":"m"}')
})

test('a small compressed body takes what it needs of the budget, not what it might become', async () => {
  const body = gzipSync('{"model":"m"}')
  const budget = makeBodyBudget(MB)
  const readings = Array.from({ length: 20 }, async () => {
    const { request, socket } = await arriving(`content-encoding: gzip\r\ncontent-length: ${body.length}`)
    socket.write(body)
    return readBody(request, readingWith(budget.open()), 32 * MB)
  })
  expect(await Promise.all(readings)).toHaveLength(20)
})

test('a compressed body that opens to more than the process may hold is denied', async () => {
  const body = gzipSync(Buffer.alloc(4 * MB))
  const { request, socket } = await arriving(`content-encoding: gzip\r\ncontent-length: ${body.length}`)
  socket.write(body)
  await expect(readBody(request, share(MB), 32 * MB)).rejects.toMatchObject({ status: 503 })
})

test('a body of one-byte chunks is held in one buffer, and the budget is charged with its size', async () => {
  const { request, socket } = await arriving('transfer-encoding: chunked')
  const charges: number[] = []
  const budget = { take: (bytes: number) => void charges.push(bytes), release: () => undefined }
  const body = readBody(request, readingWith(budget), 32 * MB)
  const total = 256 * 1024
  socket.write(Buffer.from('1\r\nx\r\n'.repeat(total)))
  socket.write('0\r\n\r\n')
  const { received } = await body
  expect(received).toHaveLength(total)
  expect(charges.length).toBeLessThan(20)
  const held = charges.reduce((sum, bytes) => sum + bytes, 0)
  expect(held).toBe(received.buffer.byteLength)
  expect(held).toBeLessThanOrEqual(2 * total)
})

test.each([
  ['more than was announced to be too much', 'transfer-encoding: chunked', 100 * MB, 413],
  ['more than the process may hold', `content-length: ${4 * MB}`, MB, 503],
])('%s is denied, and the connection lives on for the answer', async (_name, head, budget, status) => {
  const { request, response, socket } = await arriving(head)
  const reading = readBody(request, share(budget), 32 * MB)
  const block = Buffer.alloc(MB, 'x')
  const chunk = head.startsWith('transfer')
    ? Buffer.concat([Buffer.from(`${MB.toString(16)}\r\n`), block, Buffer.from('\r\n')])
    : block
  for (let i = 0; i < 40; i++) socket.write(chunk)
  await expect(reading).rejects.toMatchObject({ status })
  response.writeHead(status).end()
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain(`HTTP/1.1 ${status}`)
})

test('a client that leaves in the middle is told from every denial', async () => {
  const { request, socket } = await arriving('content-length: 100')
  const reading = readBody(request, share(), 32 * MB)
  socket.write('half')
  setTimeout(() => socket.destroy(), 20)
  await expect(reading).rejects.toBeInstanceOf(ClientClosedError)
  await expect(readBody(request, share(), 32 * MB)).rejects.toBeInstanceOf(ClientClosedError)
})

test('a body that does not come to an end is denied after a while', async () => {
  const { request, response, socket } = await arriving('content-length: 100')
  socket.write('half')
  await expect(readBody(request, share(), 32 * MB, 100)).rejects.toMatchObject({
    status: 408,
    type: 'timeout_error',
  })
  response.writeHead(408).end()
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain('HTTP/1.1 408')
})
