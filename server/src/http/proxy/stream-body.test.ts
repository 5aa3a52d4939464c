import { once } from 'node:events'
import { expect, test } from 'vitest'
import { httpConnection } from '../../../test/http-connection.ts'
import { streamBody } from './stream-body.ts'

const POST = 'POST / HTTP/1.1\r\nhost: x'

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  let text = ''
  for await (const chunk of body ?? []) text += Buffer.from(chunk).toString()
  return text
}

test('a request without a body has none', async () => {
  for (const head of ['GET / HTTP/1.1\r\nhost: x', `${POST}\r\ncontent-length: 0`]) {
    const { request } = await httpConnection(head)
    expect(streamBody(request)).toBeNull()
  }
})

test('chunks come as they arrive, with a length or without', async () => {
  const whole = await httpConnection(`${POST}\r\ncontent-length: 5`)
  whole.socket.write('hello')
  expect(await textOf(streamBody(whole.request))).toBe('hello')
  const chunked = await httpConnection(`${POST}\r\ntransfer-encoding: chunked`)
  chunked.socket.write('2\r\nab\r\n')
  const body = streamBody(chunked.request)![Symbol.asyncIterator]()
  expect(String((await body.next()).value)).toBe('ab')
  chunked.socket.write('0\r\n\r\n')
  expect((await body.next()).done).toBe(true)
})

test('nobody reads, nothing comes: a slow upstream slows its client down', async () => {
  const { request, socket } = await httpConnection(`${POST}\r\ncontent-length: ${2 ** 30}`)
  const body = streamBody(request)![Symbol.asyncIterator]()
  const block = Buffer.alloc(2 ** 20)
  let written = 0
  const pump = () => {
    while (written < 256 && socket.write(block)) written++
    written++
    if (written < 256) socket.once('drain', pump)
  }
  pump()
  await body.next()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const stopped = written
  expect(stopped).toBeLessThan(64)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(written).toBe(stopped)
  socket.destroy()
})

test('a client that leaves is told from a body that has ended', async () => {
  const { request, socket } = await httpConnection(`${POST}\r\ncontent-length: 5`)
  socket.write('he')
  const body = streamBody(request)![Symbol.asyncIterator]()
  await body.next()
  socket.destroy()
  await expect(body.next()).rejects.toMatchObject({ name: 'ClientClosedError' })
})

test('a body that nobody wants any more leaves the connection open for its answer', async () => {
  const { request, response, socket } = await httpConnection(`${POST}\r\ncontent-length: 300000`)
  socket.write(Buffer.alloc(100_000))
  const body = streamBody(request)![Symbol.asyncIterator]()
  await body.next()
  await body.return!()
  response.writeHead(413, { 'content-length': '5' }).end('large')
  socket.write(Buffer.alloc(200_000))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 [^]*large$/)
  await expect.poll(() => request.readableEnded).toBe(true)
})

test('a client that stops sending is given up, one that waits for its upstream is not', async () => {
  const { request, socket } = await httpConnection(`${POST}\r\ncontent-length: 9`)
  socket.write('123')
  const body = streamBody(request, 100)![Symbol.asyncIterator]()
  await body.next()
  await new Promise((resolve) => setTimeout(resolve, 250))
  socket.write('456')
  expect(String((await body.next()).value)).toBe('456')
  await expect(body.next()).rejects.toMatchObject({ name: 'ClientClosedError' })
})
