import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { peekPreface } from './peek-preface.ts'

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const LONG = 60_000

/** A connection that is being peeked at, and which way it went. */
async function peeked(timeoutMs: number) {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined)
  const [socket] = (await once(server, 'connection')) as [Socket]
  onTestFinished(() => {
    socket.destroy()
    client.destroy()
    server.close()
  })
  const way = new Promise<string>((resolve) =>
    peekPreface(socket, timeoutMs, {
      http1: () => resolve('http1'),
      http2: () => resolve('http2'),
      tooSlow: () => resolve('too slow'),
    }),
  )
  return { client, socket, way }
}

async function writeByByte(socket: Socket, text: string): Promise<void> {
  socket.setNoDelay()
  for (const byte of text) {
    socket.write(byte)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

test.for([
  ['the preface alone', PREFACE, 'http2'],
  ['the preface and a frame', `${PREFACE}\0\0\0\x04\0\0\0\0\0`, 'http2'],
  ['a request', 'GET / HTTP/1.1\r\n\r\n', 'http1'],
  ['a method that begins alike', 'PUT / HTTP/1.1\r\n\r\n', 'http1'],
  ['another one', 'PROPFIND / HTTP/1.1\r\n\r\n', 'http1'],
  ['almost the preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r_', 'http1'],
  ['the start of the preface and the end', 'PRI * HTTP/2.0\r\n', 'http1'],
  ['one letter and the end', 'P', 'http1'],
] as const)('%s, whole or byte by byte, goes its way with all of its bytes', async ([, text, way]) => {
  for (const send of [(socket: Socket) => socket.write(text), (s: Socket) => writeByByte(s, text)]) {
    const connection = await peeked(LONG)
    await send(connection.client)
    connection.client.end()
    expect(await connection.way).toBe(way)
    let received = ''
    for await (const chunk of connection.socket) received += String(chunk)
    expect(received).toBe(text)
  }
})

test('nothing at all is HTTP/1.1’s affair', async () => {
  const { client, way } = await peeked(LONG)
  client.end()
  expect(await way).toBe('http1')
})

test.for(['', 'P', PREFACE.slice(0, -1)])('silence after %j is too slow', async (text) => {
  const { client, way } = await peeked(50)
  client.write(text)
  expect(await way).toBe('too slow')
})

test('a connection that breaks before goes no way, and does no harm', async () => {
  const { client, socket, way } = await peeked(50)
  const closed = once(socket, 'close')
  client.resetAndDestroy()
  await closed.catch(() => undefined)
  const patience = new Promise((resolve) => setTimeout(() => resolve('none'), 150))
  expect(await Promise.race([way, patience])).toBe('none')
})
