// Where an identity provider may send the gateway: to what it tells of itself, within what the guard lets pass.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { makeGuardedFetch } from '../../src/adapters/http-client/guarded-fetch.ts'
import { makeConnectGuard } from '../../src/adapters/network/connect-guard.ts'
import { makeEndpointGuard } from '../../src/adapters/network/endpoint-guard.ts'
import { makeOpenidProvider } from '../../src/adapters/oidc/openid-provider.ts'

async function listening(handle: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    handle(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function world(options: { readonly allowLoopback: boolean }) {
  const inner = await listening((_request, response) => response.writeHead(500).end('{}'))
  const issuer = await listening((_request, response) =>
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        issuer: issuer.url,
        authorization_endpoint: `${issuer.url}/authorize`,
        token_endpoint: `${inner.url}/token`,
        jwks_uri: `${inner.url}/keys`,
        userinfo_endpoint: `${inner.url}/who`,
        code_challenge_methods_supported: ['S256'],
      }),
    ),
  )
  const guard = makeEndpointGuard({ ...options, privateEndpoints: [] })
  const provider = makeOpenidProvider({
    issuer: issuer.url,
    clientId: 'c',
    clientSecret: 's',
    scopes: 'openid',
    groupsClaim: 'groups',
    redirectUri: 'http://127.0.0.1:4100/auth/oidc/callback',
    fetch: makeGuardedFetch(makeConnectGuard(guard, [issuer.url])),
  })
  const { state, ...begun } = await provider.begin()
  const completed = provider.complete(`/auth/oidc/callback?code=x&state=${state}`, { state, ...begun })
  return { completed, inner }
}

test('the issuer is the word of the operator, the addresses it tells are not', async () => {
  const { completed, inner } = await world({ allowLoopback: false })
  const error: unknown = await completed.catch((reason: unknown) => reason)
  expect(JSON.stringify(causesOf(error))).toContain('HEADGATE_PRIVATE_ENDPOINTS')
  expect(inner.asked).toEqual([])
})

test('what the guard lets pass is asked', async () => {
  const { completed, inner } = await world({ allowLoopback: true })
  await expect(completed).rejects.toThrow()
  expect(inner.asked).toEqual(['/token'])
})

function causesOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...causesOf(error.cause)] : []
}
