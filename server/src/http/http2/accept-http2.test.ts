import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { answerOf, ask, http2App } from '../../../test/http2-app.ts'

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

/** A route whose exchange the test has in its hands. */
function heldRoute() {
  const { promise, resolve } = Promise.withResolvers<{ request: IncomingMessage; response: ServerResponse }>()
  const add = (app: FastifyInstance) => {
    app.all('/held', (request, reply) => {
      reply.hijack()
      resolve({ request: request.raw, response: reply.raw })
    })
  }
  return { add, held: promise }
}

const echo = (app: FastifyInstance) => app.all('/echo', (request) => echoed(request))

async function echoed({ method, url, raw }: FastifyRequest): Promise<object> {
  let length = 0
  for await (const chunk of raw) length += (chunk as Buffer).length
  return { method, url, headers: raw.rawHeaders, length }
}

describe('a request and its answer', () => {
  test('pass through the application as HTTP/1.1', async () => {
    const server = await http2App(echo)
    const { headers, body } = await ask(
      server.http2(),
      { ':method': 'POST', ':path': '/echo?x=%20', ':authority': 'gateway', 'x-api-key': 'k' },
      'x'.repeat(1_000_000),
    )
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'application/json; charset=utf-8' })
    expect(headers).not.toHaveProperty('connection')
    expect(JSON.parse(body)).toEqual({
      method: 'POST',
      url: '/echo?x=%20',
      headers: 'host gateway x-api-key k transfer-encoding chunked connection close'.split(' '),
      length: 1_000_000,
    })
  })

  test('without a body: HEAD, 204, 304', async () => {
    const server = await http2App((app) => {
      app.get('/', () => ({ some: 'thing' }))
      for (const status of [204, 304]) app.get(`/${status}`, (_request, reply) => reply.code(status).send())
    })
    const session = server.http2()
    expect(await ask(session, { ':method': 'HEAD', ':path': '/' })).toMatchObject({
      headers: { ':status': 200, 'content-length': '16' },
      body: '',
    })
    for (const status of [204, 304]) {
      expect(await ask(session, { ':path': `/${status}` })).toMatchObject({
        headers: { ':status': status },
        body: '',
      })
    }
  })

  test('a client that waits for 100-continue gets it', async () => {
    const server = await http2App(echo)
    const stream = server.http2().request({ ':method': 'POST', ':path': '/echo', expect: '100-continue' })
    await once(stream, 'continue')
    stream.end('hello')
    expect(JSON.parse((await answerOf(stream)).body)).toMatchObject({ length: 5 })
  })

  test('the client’s address is the connection’s; what it says counts only where proxies are trusted', async () => {
    const address = (app: FastifyInstance) => app.get('/', (request) => request.ip)
    const forged = { ':path': '/', 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1' }
    const direct = await http2App(address)
    expect((await ask(direct.http2(), forged)).body).toBe('127.0.0.1')
    const proxied = await http2App(address, { trustProxy: '127.0.0.1' })
    expect((await ask(proxied.http2(), forged)).body).toBe('192.0.2.1')
  })

  test('what is too much, or no request, is denied as over HTTP/1.1', async () => {
    const server = await http2App(echo)
    const session = server.http2({ maxSendHeaderBlockLength: 1_000_000 })
    const long = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`x-${i}`, 'a'.repeat(11_000)]))
    const denied = await ask(session, { ':path': '/echo', ...long })
    expect([denied.headers[':status'], JSON.parse(denied.body)]).toMatchObject([
      431,
      { error: { type: 'invalid_request_error' }, request_id: 'req_malformed' },
    ])
    for (const headers of [
      { ':method': 'NONSENSE', ':path': '/echo' },
      { ':method': 'CONNECT', ':authority': 'elsewhere:443' },
    ]) {
      const { headers: answered, body } = await ask(session, headers, '')
      expect([answered[':status'], JSON.parse(body)]).toMatchObject([
        400,
        { error: { type: 'invalid_request_error', message: 'The request is not valid HTTP.' } },
      ])
    }
    expect((await ask(session, { ':path': '/echo' })).headers[':status']).toBe(200)
  })

  test('a body that does not arrive in time is denied', async () => {
    const server = await http2App(echo, { requestTimeout: 200 })
    const stream = server.http2().request({ ':method': 'POST', ':path': '/echo' })
    stream.write('half')
    const { headers, body } = await answerOf(stream)
    expect([headers[':status'], body]).toEqual([408, expect.stringContaining('did not arrive in time')])
  })

  test('an early answer reaches a client that reads only once it has sent everything', async () => {
    const server = await http2App((app) => {
      app.post('/', (_request, reply) => reply.code(401).send({}))
    })
    const stream = server.http2().request({ ':method': 'POST', ':path': '/' })
    const answer = answerOf(stream)
    stream.pause()
    await new Promise((resolve) => stream.end(Buffer.alloc(5_000_000), resolve as () => void))
    expect((await answer).headers[':status']).toBe(401)
  })
})

describe('streams', () => {
  test('the head and each piece arrive as they are sent', async () => {
    const { add, held } = heldRoute()
    const stream = (await http2App(add)).http2().request({ ':path': '/held' })
    const { response } = await held
    response.writeHead(200, ['content-type', 'text/event-stream'])
    response.flushHeaders()
    await once(stream, 'response')
    for (const piece of ['one', 'two']) {
      response.write(piece)
      const [chunk] = (await once(stream, 'data')) as [Buffer]
      expect(chunk.toString()).toBe(piece)
    }
    response.end()
    await once(stream, 'end')
    expect(stream.rstCode).toBe(constants.NGHTTP2_NO_ERROR)
  })

  test('a client that does not read holds the answer back, and then gets all of it', async () => {
    const { add, held } = heldRoute()
    const stream = (await http2App(add)).http2().request({ ':path': '/held' })
    const { response } = await held
    let written = 0
    const total = 20_000_000
    const feed = () => {
      while (written < total) {
        written += 100_000
        if (!response.write(Buffer.alloc(100_000))) return
      }
      response.off('drain', feed).end()
    }
    response.on('drain', feed)
    feed()
    await once(stream, 'response')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(written).toBeLessThan(2_000_000)
    let received = 0
    for await (const chunk of stream) received += (chunk as Buffer).length
    expect(received).toBe(total)
  })

  test('a body that is not read is held back, and then comes whole', async () => {
    const { add, held } = heldRoute()
    const stream = (await http2App(add)).http2().request({ ':method': 'POST', ':path': '/held' })
    stream.resume()
    const total = 20_000_000
    let sent = 0
    for (let i = 0; i < 200; i++) stream.write(Buffer.alloc(total / 200), () => (sent += total / 200))
    stream.end()
    const { request, response } = await held
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(sent).toBeLessThan(2_000_000)
    let received = 0
    for await (const chunk of request) received += (chunk as Buffer).length
    expect(received).toBe(total)
    response.end()
    await once(stream, 'end')
  })

  test('an answer that was whole is whole for the application, too', async () => {
    const { add, held } = heldRoute()
    const asked = ask((await http2App(add)).http2(), { ':path': '/held' })
    const { response } = await held
    const closed = once(response, 'close')
    response.end(Buffer.alloc(1_000_000))
    await asked
    await closed
    expect(response.writableFinished).toBe(true)
  })

  test.for([
    ['before its head', () => undefined],
    ['behind its head', (response: ServerResponse) => response.writeHead(200, []).flushHeaders()],
    ['in its body', (response: ServerResponse) => response.writeHead(200, []).write('half')],
    [
      'short of its length',
      (response: ServerResponse) => response.writeHead(200, ['content-length', '9']).write('x'),
    ],
  ] as const)('an answer that is cut %s is an error for the client', async ([, begin]) => {
    const { add, held } = heldRoute()
    const session = (await http2App(add)).http2()
    const stream = session.request({ ':path': '/held' })
    const { response } = await held
    begin(response)
    setTimeout(() => response.destroy(), 50)
    stream.resume()
    const [error] = (await once(stream, 'error')) as [Error]
    expect(error.message).toContain('NGHTTP2_INTERNAL_ERROR')
    expect(stream.readableEnded).toBe(false)
    expect(session.closed).toBe(false)
  })

  test('more than 100 at once wait for their turn', async () => {
    let running = 0
    let most = 0
    const server = await http2App((app) => {
      app.get('/', async () => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 20))
        running--
        return 'ok'
      })
    })
    const session = server.http2()
    await once(session, 'remoteSettings')
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(session, { ':path': '/' })))
    expect(answers.every(({ body }) => body === 'ok')).toBe(true)
    expect(most).toBe(100)
  })
})

describe('a client that leaves', () => {
  test.for(['resets the stream', 'breaks the connection'])('and %s ends the answer', async (how) => {
    const { add, held } = heldRoute()
    const session = (await http2App(add)).http2()
    const stream = session.request({ ':path': '/held' })
    stream.on('error', () => undefined)
    const { response } = await held
    const closed = once(response, 'close')
    response.writeHead(200, []).write('x')
    await once(stream, 'data')
    if (how === 'resets the stream') stream.close(constants.NGHTTP2_CANCEL)
    else session.destroy()
    await closed
    expect(response.writableFinished).toBe(false)
  })

  test.for([constants.NGHTTP2_NO_ERROR, constants.NGHTTP2_CANCEL])(
    'with code %d in the middle of its body has not sent a whole one',
    async (code) => {
      const { add, held } = heldRoute()
      const socket = (await http2App(add)).tcp()
      // :method POST, :scheme http, :path /held, :authority x (RFC 7541, 6)
      const head = Buffer.concat([
        Buffer.of(0x83, 0x86, 0x04, 5),
        Buffer.from('/held'),
        Buffer.of(0x41, 1, 0x78),
      ])
      socket.write(PREFACE)
      socket.write(frame(4, 0, 0))
      socket.write(frame(1, 4, 1, head))
      socket.write(frame(0, 0, 1, Buffer.from('half')))
      const { request } = await held
      const ends: string[] = []
      request.on('end', () => ends.push('end')).on('error', () => ends.push('error'))
      const [chunk] = (await once(request, 'data')) as [Buffer]
      expect(chunk.toString()).toBe('half')
      socket.write(frame(3, 0, 1, Buffer.of(0, 0, 0, code)))
      await expect.poll(() => request.closed).toBe(true)
      expect(ends).toEqual(['error'])
    },
  )
})

function frame(type: number, flags: number, stream: number, payload = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}
