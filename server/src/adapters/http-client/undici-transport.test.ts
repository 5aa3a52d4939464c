import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import { TransportError, type HttpRequest } from '../../core/upstream/transport.ts'
import { makeUndiciTransport, type ClosableTransport } from './undici-transport.ts'

const open: { server: Server; transport: ClosableTransport }[] = []

afterEach(async () => {
  for (const { server, transport } of open.splice(0)) {
    await transport.close()
    server.closeAllConnections()
    server.close()
  }
})

async function world(listener: RequestListener, timeouts = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = makeUndiciTransport({
    connectTimeoutMs: 1000,
    firstByteTimeoutMs: 5000,
    idleTimeoutMs: 5000,
    ...timeouts,
  })
  open.push({ server, transport })
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path?q=1`)
  const send = (
    signal = new AbortController().signal,
    body: string | HttpRequest['body'] = 'hello',
    more: Partial<HttpRequest> = {},
  ) =>
    transport.send(
      {
        method: 'POST',
        url,
        headers: ['X-Odd-Case', '1', 'x-odd-case', '2'],
        body: typeof body === 'string' ? Buffer.from(body) : body,
        ...more,
      },
      signal,
    )
  return { send }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of body) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

describe('makeUndiciTransport', () => {
  test('headers keep spelling, order and repetition, both ways', async () => {
    let seen: string[] = []
    const { send } = await world((request, response) => {
      seen = request.rawHeaders
      response.writeHead(207, ['B-Second', '2', 'a-First', '1', 'B-Second', '3'])
      request.resume().on('end', () => response.end('done'))
    })
    const answer = await send()
    expect(seen.join()).toContain('X-Odd-Case,1,x-odd-case,2')
    expect(answer.status).toBe(207)
    expect(answer.headers.join()).toContain('B-Second,2,a-First,1,B-Second,3')
    expect(await textOf(answer.body)).toBe('done')
  })

  test('a head without a body yet is an answer already', async () => {
    const { send } = await world((_request, response) => {
      response.writeHead(200)
      response.flushHeaders()
      setTimeout(() => response.end('late'), 50)
    })
    const answer = await send()
    expect(await textOf(answer.body)).toBe('late')
  })

  test('a body that is not read stops the upstream, and flows on when it is', async () => {
    let written = 0
    const block = Buffer.alloc(64 * 1024)
    const total = 64 * 2 ** 20
    const { send } = await world((_request, response) => {
      const write = () => {
        while (written < total) {
          written += block.length
          if (!response.write(block)) return void response.once('drain', write)
        }
        response.end()
      }
      write()
    })
    const answer = await send()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const stopped = written
    expect(stopped).toBeLessThan(total / 4)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(written).toBe(stopped)
    let read = 0
    for await (const chunk of answer.body) read += chunk.length
    expect(read).toBe(total)
  })

  test('one-byte chunks that nobody reads are held in one buffer', async () => {
    const total = 40_000
    const { send } = await world((_request, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' })
      response.flushHeaders()
      response.socket!.end(`${'1\r\nx\r\n'.repeat(total)}0\r\n\r\n`)
    })
    const answer = await send()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const lengths: number[] = []
    for await (const chunk of answer.body) lengths.push(chunk.length)
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(total)
    expect(lengths.length).toBeLessThan(20)
  })

  test('a request body is let go of while its answer streams', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const { send } = await world((request, response) => {
      request.resume().on('end', () => response.writeHead(200).write('first'))
    })
    let body: Buffer | null = Buffer.alloc(2 ** 20, 'x')
    const kept = new WeakRef(body)
    const answer = await send(undefined, body)
    body = null
    await expect
      .poll(() => {
        collectGarbage()
        return kept.deref()
      })
      .toBeUndefined()
    expect(answer.status).toBe(200)
  })

  test('a body that is cut is told from one that has ended', async () => {
    const { send } = await world((_request, response) => {
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    })
    await expect(textOf((await send()).body)).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'network',
    })
  })

  test('nobody there, or gone before the head', async () => {
    const { send } = await world((_request, response) => void response.destroy())
    await expect(send()).rejects.toBeInstanceOf(TransportError)
    const denied = makeUndiciTransport()
    const gone = denied.send(
      { method: 'GET', url: new URL('http://127.0.0.1:9'), headers: [], body: null },
      new AbortController().signal,
    )
    await expect(gone).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringContaining('ECONNREFUSED') as unknown,
    })
    await denied.close()
  })

  test('silence is bounded, before the head and inside the body', async () => {
    const silent = await world(() => undefined, { firstByteTimeoutMs: 100 })
    await expect(silent.send()).rejects.toMatchObject({ kind: 'timed_out' })
    const stalled = await world((_request, response) => void response.write('x'), { idleTimeoutMs: 100 })
    await expect(textOf((await stalled.send()).body)).rejects.toMatchObject({ kind: 'timed_out' })
  }, 20_000)

  test('an abort ends it with the signal’s own reason, before the head and inside the body', async () => {
    const closed: string[] = []
    const { send } = await world((request, response) => {
      response.on('close', () => closed.push(request.url ?? ''))
      if (request.headers['content-length'] === '5') response.write('x')
    })
    const reason = new Error('left')
    const early = new AbortController()
    const waiting = send(early.signal, null)
    setTimeout(() => early.abort(reason), 30)
    await expect(waiting).rejects.toBe(reason)

    const late = new AbortController()
    const answer = await send(late.signal)
    setTimeout(() => late.abort(reason), 30)
    await expect(textOf(answer.body)).rejects.toBe(reason)
    await expect.poll(() => closed).toHaveLength(2)
    await expect(send(late.signal)).rejects.toBe(reason)
  })

  test('a reader that stops early closes the connection', async () => {
    let closed = false
    const { send } = await world((_request, response) => {
      response.on('close', () => (closed = true))
      response.write('first')
    })
    for await (const _chunk of (await send()).body) break
    await expect.poll(() => closed).toBe(true)
  })

  test('a path keeps a spelling that a URL would change', async () => {
    let seen = ''
    const { send } = await world((request, response) => {
      seen = request.url ?? ''
      response.end()
    })
    const rawPath = "/a%2Fb/{c}|'d'?x='%27\"&y=a+b%20"
    await textOf((await send(undefined, null, { rawPath, method: 'GET' })).body)
    expect(seen).toBe(rawPath)
  })

  describe('a body that is only passing by', () => {
    async function* blocks(count: number, onBlock: () => void = () => undefined): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < count; i++) {
        onBlock()
        await Promise.resolve()
        yield Buffer.alloc(64 * 1024, 'x')
      }
    }

    test('goes in chunks, or with the length that is known', async () => {
      const seen: [string | undefined, string | undefined, number][] = []
      const { send } = await world((request, response) => {
        let length = 0
        request.on('data', (chunk: Buffer) => (length += chunk.length))
        request.on('end', () => {
          seen.push([request.headers['content-length'], request.headers['transfer-encoding'], length])
          response.end()
        })
      })
      await textOf((await send(undefined, blocks(10))).body)
      await textOf((await send(undefined, blocks(10), { headers: ['content-length', '655360'] })).body)
      expect(seen).toEqual([
        [undefined, 'chunked', 655_360],
        ['655360', undefined, 655_360],
      ])
    })

    test('waits for an upstream that does not read', async () => {
      let taken = 0
      let release = () => undefined as void
      const { send } = await world((request, response) => {
        release = () => void request.resume().on('end', () => response.end())
      })
      const sending = send(
        undefined,
        blocks(1000, () => taken++),
      )
      await new Promise((resolve) => setTimeout(resolve, 300))
      const stopped = taken
      expect(stopped).toBeLessThan(500)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(taken).toBe(stopped)
      release()
      await textOf((await sending).body)
      expect(taken).toBe(1000)
    })

    test('is let go of when the upstream answers before its end', async () => {
      let released = false
      async function* endless() {
        try {
          yield* blocks(Infinity)
        } finally {
          released = true
        }
      }
      const { send } = await world((request, response) => {
        request.once('data', () => response.writeHead(413, { 'content-length': '5' }).end('large'))
      })
      const answer = await send(undefined, endless())
      expect([answer.status, await textOf(answer.body)]).toEqual([413, 'large'])
      await expect.poll(() => released).toBe(true)
    })

    test('that fails is its own failure, not the connection’s', async () => {
      let closed = false
      const { send } = await world((request) => void request.resume().on('close', () => (closed = true)))
      const reason = new Error('the client left')
      async function* failing() {
        yield* blocks(2)
        throw reason
      }
      await expect(send(undefined, failing())).rejects.toBe(reason)
      await expect.poll(() => closed).toBe(true)
    })

    test('ends with an upstream that goes away', async () => {
      const { send } = await world((request, response) => {
        request.once('data', () => response.destroy())
      })
      await expect(send(undefined, blocks(Infinity))).rejects.toMatchObject({
        name: 'TransportError',
        kind: 'network',
      })
    })
  })
})
