// The guard at the moment of connecting, with a resolver that says what a hostile one would.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { makeConnectGuard } from '../network/connect-guard.ts'
import { makeEndpointGuard } from '../network/endpoint-guard.ts'
import { guardedConnector } from './guarded-connector.ts'
import { DEFAULT_TRANSPORT_OPTIONS, makeUndiciTransport } from './undici-transport.ts'

async function world(options: { allowLoopback: boolean; trusted?: (port: number) => string[] }) {
  const seen: string[] = []
  const server = createServer((incoming, response) => {
    seen.push(incoming.headers.authorization ?? '')
    response.writeHead(incoming.url === '/moved' ? 302 : 200, { location: '/elsewhere' }).end('here')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const guard = makeEndpointGuard({ ...options, privateEndpoints: [] })
  const check = makeConnectGuard(guard, options.trusted?.(port) ?? [])
  let answers: string[] = ['127.0.0.1']
  const resolve: LookupFunction = (_name, { all }, callback) => {
    const found = answers.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (all) callback(null, found)
    else callback(null, found[0]!.address, found[0]!.family)
  }
  const agent = new Agent({
    connect: guardedConnector({ timeout: 2000, allowH2: false, lookup: resolve }, check, resolve),
  })
  onTestFinished(async () => {
    await agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  return {
    port,
    check,
    seen,
    resolveTo: (...addresses: string[]) => void (answers = addresses),
    get: async (url: string) => {
      const options = { dispatcher: agent, headers: { authorization: 'Bearer secret' }, reset: true }
      return (await request(url, options)).statusCode
    },
  }
}

test('a name that resolves elsewhere than when it was saved is not connected to', async () => {
  const { get, port, resolveTo, seen } = await world({ allowLoopback: true })
  const url = `http://rebound.example:${port}/`
  expect(await get(url)).toBe(200)
  for (const address of [
    '169.254.169.254',
    '10.0.0.5',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
  ])
    for (const answer of [[address], ['127.0.0.1', address]]) {
      resolveTo(...answer)
      await expect(get(url), answer.join()).rejects.toThrow(/never allowed|plain http/)
    }
  expect(seen).toHaveLength(1)
})

test('with the gateway on a public address nothing on this machine is reached, by name or by address', async () => {
  const { get, port, seen } = await world({ allowLoopback: false })
  for (const host of [
    'rebound.example',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
  ])
    await expect(get(`http://${host}:${port}/`), host).rejects.toThrow(/loopback/)
  await expect(get('https://192.168.0.1/')).rejects.toThrow('HEADGATE_PRIVATE_ENDPOINTS')
  expect(seen).toEqual([])
})

test('what the operator has configured is trusted as it is, and nothing beside it', async () => {
  const trusted = (port: number) => [
    `http://internal.example:${port}`,
    `http://bedrock.{region}.example:${port}`,
  ]
  const { get, port, check } = await world({ allowLoopback: false, trusted })
  expect(await get(`http://internal.example:${port}/`)).toBe(200)
  expect(await get(`http://bedrock.us-east-1.example:${port}/`)).toBe(200)
  await expect(get(`http://bedrock.evil.us-east-1.example:${port}/`)).rejects.toThrow(/loopback/)
  for (const [protocol, hostname, of] of [
    ['https:', 'internal.example', String(port)],
    ['http:', 'internal.example', '80'],
    ['http:', 'internalxexample', String(port)],
    ['http:', 'internal.example.evil.example', String(port)],
  ] as const)
    expect(check.isTrusted({ protocol, hostname, port: of })).toBe(false)
})

test('the transport of upstreams asks, and follows no redirect', async () => {
  const { port, check, seen } = await world({ allowLoopback: true })
  const open = makeUndiciTransport(DEFAULT_TRANSPORT_OPTIONS, check)
  const closed = makeUndiciTransport(DEFAULT_TRANSPORT_OPTIONS, {
    isTrusted: () => false,
    denial: () => 'no way',
  })
  onTestFinished(() => Promise.all([open.close(), closed.close()]).then(() => undefined))
  const url = new URL(`http://127.0.0.1:${port}/moved`)
  const call = { method: 'GET', url, headers: ['authorization', 'Bearer secret'], body: null }
  const { signal } = new AbortController()
  expect((await open.send(call, signal)).status).toBe(302)
  await expect(closed.send(call, signal)).rejects.toMatchObject({ kind: 'network', message: 'no way' })
  expect(seen).toHaveLength(1)
})
