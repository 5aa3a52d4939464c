// A real OpenID Connect server whose people sign in without being asked: the npm package `oidc-provider`.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface Somebody {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

export interface FakeOidc {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in next. */
  signInAs(somebody: Somebody): void
  close(): Promise<void>
}

const CLIENT = { client_id: 'headgate', client_secret: 'a-secret-of-the-client-0123456789abcdef' }

/** @param redirectUri the only one that the client has registered */
export async function startFakeOidc(redirectUri: string): Promise<FakeOidc> {
  const people = new Map<string, Somebody>()
  let next: Somebody = { sub: 'nobody' }
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => people.get(sub) }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    pkce: { required: () => true },
  })
  const handle = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return handle(request, response)
    void consent(provider, next.sub, request, response)
  })
  return {
    issuer,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    signInAs(somebody) {
      people.set(somebody.sub, somebody)
      next = somebody
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Handler = Parameters<ReturnType<Provider['callback']>>

async function consent(provider: Provider, sub: string, ...[request, response]: Handler): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId: sub, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  const grantId = await grant.save()
  await provider.interactionFinished(request, response, { login: { accountId: sub }, consent: { grantId } })
}
