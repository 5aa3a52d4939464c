import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { httpConnection } from '../../../test/http-connection.ts'
import { watchClient } from './watch-client.ts'
import { relay } from './relay.ts'

const connection = () => httpConnection('GET / HTTP/1.1\r\nhost: x')

async function* chunks(count: number, onPull: () => void, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    onPull()
    await Promise.resolve()
    yield Buffer.alloc(size, 'x')
  }
}

const HEAD = { status: 200, headers: ['content-type', 'text/event-stream'], streamed: true }

async function received(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (text.endsWith('0\r\n\r\n')) break
  }
  return text
}

describe('relay', () => {
  test('a stream’s head goes out before its first chunk', async () => {
    const { response, socket } = await connection()
    let release = () => undefined as void
    const held = new Promise<void>((resolve) => (release = resolve))
    async function* body() {
      await held
      yield Buffer.from('data')
    }
    const firstByte = vi.fn()
    const done = relay(response, { ...HEAD, body: body() }, new AbortController().signal, firstByte)
    const [head] = (await once(socket, 'data')) as [Buffer]
    expect(head.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: text\/event-stream\r\n/)
    expect(firstByte).not.toHaveBeenCalled()
    release()
    await done
    expect(firstByte).toHaveBeenCalledOnce()
  })

  test('a client that does not read stops the upstream', async () => {
    const { response, socket } = await connection()
    socket.pause()
    let pulled = 0
    const done = relay(
      response,
      { ...HEAD, body: chunks(1000, () => pulled++) },
      new AbortController().signal,
      () => undefined,
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    const stopped = pulled
    expect(stopped).toBeLessThan(500)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(pulled).toBe(stopped)
    socket.resume()
    await done
    expect(pulled).toBe(1000)
  })

  test('a client that leaves ends the body with the reason, also while it is not reading', async () => {
    const { response, socket } = await connection()
    const client = watchClient(response)
    socket.pause()
    let ended = false
    async function* body() {
      try {
        yield* chunks(1000, () => undefined)
      } finally {
        ended = true
      }
    }
    const done = relay(response, { ...HEAD, body: body() }, client.signal, () => undefined)
    setTimeout(() => socket.destroy(), 100)
    await expect(done).rejects.toMatchObject({ name: 'ClientClosedError' })
    expect(ended).toBe(true)
    client.release()
  })

  test('a body that is cut breaks the connection instead of ending it', async () => {
    const { response, socket } = await connection()
    async function* body() {
      yield Buffer.from('half')
      throw new Error('cut')
    }
    const seen = received(socket)
    await expect(
      relay(response, { ...HEAD, body: body() }, new AbortController().signal, () => undefined),
    ).rejects.toThrow('cut')
    expect(await seen).not.toContain('0\r\n\r\n')
  })

  test('an empty body is an answer', async () => {
    const { response, socket } = await connection()
    async function* body(): AsyncGenerator<Uint8Array> {}
    const seen = received(socket)
    await relay(
      response,
      { ...HEAD, streamed: false, body: body() },
      new AbortController().signal,
      () => undefined,
    )
    expect(await seen).toContain('200 OK')
  })

  test('a client that stops reading is given up, one that only reads slowly is not', async () => {
    const { response, socket } = await connection()
    socket.pause()
    let ended = false
    async function* body() {
      try {
        yield* chunks(1000, () => undefined, 8 * 2 ** 20)
      } finally {
        ended = true
      }
    }
    let steps = 0
    const reading = setInterval(() => {
      if (++steps > 8) return clearInterval(reading)
      socket.resume()
      setTimeout(() => socket.pause(), 10)
    }, 100)
    const startedAt = Date.now()
    const done = relay(
      response,
      { ...HEAD, body: body() },
      new AbortController().signal,
      () => undefined,
      400,
    )
    await expect(done).rejects.toMatchObject({ name: 'ClientClosedError' })
    expect(Date.now() - startedAt).toBeGreaterThan(800)
    expect([ended, response.destroyed]).toEqual([true, true])
  })
})
