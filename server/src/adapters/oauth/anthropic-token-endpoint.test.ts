import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Secret } from '../../core/vault/secret.ts'
import type { TokenResponse } from '../../core/oauth/tokens/token-endpoint.ts'
import { makeUndiciTransport } from '../http-client/undici-transport.ts'
import { makeAnthropicTokenEndpoint } from './anthropic-token-endpoint.ts'

const GRANT = { code: 'c+1 &', state: 's/1', verifier: 'v', redirectUri: 'https://g.example/cb?app=x' }
const REFRESH = new Secret('sk-ant-ort01-r')

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

async function world(
  answer: (response: ServerResponse) => void,
  options: { timeoutMs?: number; rejection?: string; clientId?: string | null } = {},
) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
      answer(response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = makeUndiciTransport()
  onTestFinished(async () => {
    await transport.close()
    server.closeAllConnections()
    server.close()
  })
  const endpoint = makeAnthropicTokenEndpoint({
    transport,
    endpointGuard: { denial: () => Promise.resolve(options.rejection ?? null) },
    tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/oauth/token?x=1`,
    clientId: options.clientId === undefined ? 'client' : options.clientId,
    timeoutMs: options.timeoutMs ?? 5000,
    now: () => new Date(),
  })
  return { endpoint, seen }
}

const granted = (response: ServerResponse) =>
  response.end('{"access_token":"sk-ant-oat01-a","expires_in":60}')

function reasonOf(answer: TokenResponse): string {
  return answer.kind === 'rejected' ? answer.rejection.reason : 'granted'
}

test('the code grant is a form, without the beta', async () => {
  const { endpoint, seen } = await world(granted)
  expect(await endpoint.exchange(GRANT)).toMatchObject({ kind: 'granted' })
  const [{ method, url, headers, body }] = seen as [Seen]
  expect([method, url]).toEqual(['POST', '/v1/oauth/token?x=1'])
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(headers).not.toHaveProperty('anthropic-beta')
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    grant_type: 'authorization_code',
    code: GRANT.code,
    code_verifier: 'v',
    client_id: 'client',
    redirect_uri: GRANT.redirectUri,
    state: GRANT.state,
  })
})

test('the refresh grant is JSON with its one beta, and says who asks', async () => {
  const { endpoint, seen } = await world(granted)
  await endpoint.refresh(REFRESH)
  const [{ headers, body }] = seen as [Seen]
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'anthropic-beta': 'oauth-2025-04-20',
    'user-agent': 'headgate',
  })
  expect(JSON.parse(body)).toEqual({
    grant_type: 'refresh_token',
    refresh_token: 'sk-ant-ort01-r',
    client_id: 'client',
  })
})

const IDENTITY = new Secret('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ3b3JrbG9hZCJ9.c2lnbmF0dXJlLXBhcnQ')
const FEDERATION = {
  federationRuleId: 'fdrl_1',
  organizationId: 'o',
  serviceAccountId: 'svac_1',
  workspaceId: 'default',
}

test('an identity token is exchanged as JSON with both betas, and without a client', async () => {
  const { endpoint, seen } = await world(granted, { clientId: null })
  expect(await endpoint.federate(FEDERATION, IDENTITY)).toMatchObject({
    kind: 'granted',
    tokens: { refreshToken: null, expiresInMs: 60_000 },
  })
  const [{ method, headers, body }] = seen as [Seen]
  expect(method).toBe('POST')
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'anthropic-beta': 'oauth-2025-04-20,oidc-federation-2026-04-01',
  })
  expect(JSON.parse(body)).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: IDENTITY.reveal(),
    federation_rule_id: 'fdrl_1',
    organization_id: 'o',
    service_account_id: 'svac_1',
    workspace_id: 'default',
  })
})

test('a rejection does not repeat the identity token, nor a part of it', async () => {
  const [head, payload, signature] = IDENTITY.reveal().split('.') as [string, string, string]
  const message = `${IDENTITY.reveal()} ${signature} ${payload} ${head} ${'x'.repeat(200)} ${signature}`
  const { endpoint } = await world((response) =>
    response.writeHead(401).end(JSON.stringify({ error: { type: signature, message } })),
  )
  const answer = await endpoint.federate(FEDERATION, IDENTITY)
  expect(answer).toMatchObject({ kind: 'rejected', rejection: { status: 401 } })
  for (const part of [head, payload, signature]) expect(JSON.stringify(answer)).not.toContain(part)
})

test('redirects are not followed', async () => {
  const { endpoint, seen } = await world((response) =>
    response.writeHead(307, { location: '/elsewhere' }).end(),
  )
  expect(reasonOf(await endpoint.refresh(REFRESH))).toBe('The token endpoint answered with HTTP 307.')
  expect(seen).toHaveLength(1)
})

test('an endless answer is let go of', async () => {
  const { endpoint } = await world((response) => {
    const more = () => void (response.writableEnded || response.write(Buffer.alloc(64 * 1024, 'x'), more))
    more()
  })
  expect(reasonOf(await endpoint.refresh(REFRESH))).toBe(
    'The answer of the token endpoint is longer than 1 MiB.',
  )
})

test.each([
  ['nothing', () => undefined],
  ['half an answer', (response: ServerResponse) => void response.writeHead(200).write('{"access_')],
])('%s within the time is a passing failure', async (_what, answer) => {
  const { endpoint } = await world(answer, { timeoutMs: 200 })
  expect(await endpoint.refresh(REFRESH)).toEqual({
    kind: 'rejected',
    rejection: {
      status: null,
      code: null,
      reason: 'The token endpoint did not answer within 0.2 s.',
      retryAfterMs: null,
    },
  })
})

test('a broken connection is a passing failure', async () => {
  const { endpoint } = await world((response) => response.destroy())
  expect(await endpoint.refresh(REFRESH)).toMatchObject({
    rejection: { status: null, reason: expect.stringMatching(/^The token endpoint could not be reached: /) },
  })
})

test('nothing is sent to an address the guard rejects', async () => {
  const { endpoint, seen } = await world(granted, { rejection: '169.254.1.1 is never allowed.' })
  expect(reasonOf(await endpoint.refresh(REFRESH))).toBe(
    'HEADGATE_OAUTH_TOKEN_URL: 169.254.1.1 is never allowed.',
  )
  expect(seen).toEqual([])
})

test('without a client id it says so', async () => {
  const { endpoint } = await world(granted, { clientId: null })
  expect(endpoint.unavailable()).toMatch(/^HEADGATE_OAUTH_CLIENT_ID is not set/)
})
