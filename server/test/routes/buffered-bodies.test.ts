// The application hands bodies of one-byte chunks on as one chunk wherever the framework parses them.
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import type * as Fastify from 'fastify'
import { buildApp } from '../../src/http/build-app.ts'
import { temporaryDirectory } from '../temporary-directory.ts'

const { chunks } = vi.hoisted(() => ({ chunks: [] as number[] }))

vi.mock('fastify', async (original) => {
  const { default: fastify, ...rest } = await original<typeof Fastify>()
  return {
    ...rest,
    default: (options: object) => {
      const app = fastify(options)
      // Routes get the hooks that are there when they are added: this one comes after those of the application.
      app.addHook('onRoute', (route) => {
        route.preParsing = (_request, _reply, payload, done) => {
          payload.on('data', (chunk: Buffer) => chunks.push(chunk.length)).pause()
          done(null, payload)
        }
      })
      return app
    },
  }
})

const unused = new Proxy(() => undefined, { get: () => unused }) as never
const BODY = JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(1000) })

test.each(['/auth/sign-in/email', '/trpc/session.me'])('%s', async (path) => {
  chunks.length = 0
  const app = buildApp({
    newRequestId: () => 'id',
    trustedProxies: [],
    proxy: unused,
    trpc: unused,
    audit: unused,
    auth: { path: '/auth', publicUrl: 'http://127.0.0.1', clientAddressHeader: 'x' } as never,
    oidc: unused,
    oauth: unused,
    ops: unused,
    console: { directory: temporaryDirectory() },
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const socket = connect((app.server.address() as { port: number }).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
  socket.write(`${head}${Array.from(BODY, (char) => `1\r\n${char}\r\n`).join('')}0\r\n\r\n`)
  await once(socket, 'data')
  expect(chunks).toEqual([BODY.length])
})
