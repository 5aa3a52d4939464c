// Several instances of a gateway's OAuth on one database, against one stand-in for the token endpoint.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { FederationRule } from '../../e2e/fakes/oauth/check-federation.ts'
import { startFakeOAuth } from '../../e2e/fakes/oauth/fake-oauth.ts'
import { equalBytes, sha256 } from '../src/adapters/crypto/digests.ts'
import { pkce } from '../src/adapters/crypto/pkce.ts'
import { makeOAuthRefreshLock } from '../src/adapters/db/oauth-refresh-lock.ts'
import { makeOAuthRefreshStore } from '../src/adapters/db/oauth-refresh-store.ts'
import { openOrm } from '../src/adapters/db/open-orm.ts'
import { makeUnitOfWork } from '../src/adapters/db/unit-of-work.ts'
import { makeUndiciTransport } from '../src/adapters/http-client/undici-transport.ts'
import { makeIdentityTokenFile } from '../src/adapters/identity-token/identity-token-file.ts'
import { makeAnthropicTokenEndpoint } from '../src/adapters/oauth/anthropic-token-endpoint.ts'
import { SYSTEM_ACTOR, type Actor } from '../src/core/admin/actor.ts'
import { clearCooldown } from '../src/core/credentials/clear-cooldown.ts'
import { createCredential } from '../src/core/credentials/create-credential.ts'
import type { Secret } from '../src/core/vault/secret.ts'
import { getCredential } from '../src/core/credentials/get-credential.ts'
import { rotateCredential } from '../src/core/credentials/rotate-credential.ts'
import { beginOAuth } from '../src/core/oauth/flow/begin-oauth.ts'
import { completeOAuth, completeReturned } from '../src/core/oauth/flow/complete-oauth.ts'
import { makeFreshSecret } from '../src/core/oauth/refresh/fresh-secret.ts'
import { refreshCredential } from '../src/core/oauth/refresh/refresh-credential.ts'
import { makeRefresher } from '../src/core/oauth/refresh/refresher.ts'
import { makeFirstExchange } from '../src/core/oauth/federation/first-exchange.ts'
import { makeGrants } from '../src/core/oauth/tokens/grants.ts'
import type { RefreshStore } from '../src/core/oauth/refresh/refresh-store.ts'
import type { OAuthCandidate } from '../src/core/oauth/refresh/renewable.ts'
import type { IdentityToken } from '../src/core/oauth/federation/identity-token.ts'
import { migratedDatabase } from './database.ts'
import { SILENT_LOG } from './silent-log.ts'

export const ADMIN: Actor = {
  ...SYSTEM_ACTOR,
  kind: 'admin_token',
  name: 'admin token',
  address: '127.0.0.1',
}
export const ACCESS = 'sk-ant-oat01-first'
export const REFRESH = 'sk-ant-ort01-first'

/** Rotations here store their secret untried. */
const noCalls = {
  target: () => {
    throw new Error('no upstream here')
  },
  attempt: () => Promise.reject(new Error('no upstream here')),
}
const withoutUpstream = {
  adapters: { anthropic: noCalls, bedrock: noCalls },
  anthropicPaths: noCalls,
  bedrockPaths: noCalls,
  state: () => ({ keys: new Map(), projects: new Map(), overrides: [] }),
  log: SILENT_LOG,
  clock: { now: () => new Date(), monotonicMs: () => performance.now() },
  newRequestId: () => 'req_test',
}

export interface InstanceOptions {
  readonly timeoutMs?: number
  readonly clientId?: string | null
  readonly identityToken?: IdentityToken
  /** Between the instance and what it stores. */
  readonly wrap?: (store: RefreshStore) => RefreshStore
}

export async function oauthWorld(options: { readonly federation?: FederationRule } = {}) {
  const database = await migratedDatabase()
  const fake = await startFakeOAuth(options)
  onTestFinished(() => fake.close())

  async function instance(options: InstanceOptions = {}) {
    const { timeoutMs = 10_000, clientId = 'client', wrap = (store: RefreshStore) => store } = options
    const { identityToken = makeIdentityTokenFile(null) } = options
    const orm = await openOrm(database.url, { max: 4, statementTimeoutMs: 20_000, log: () => undefined })
    const transport = makeUndiciTransport()
    const lock = makeOAuthRefreshLock(database.url, () => undefined)
    onTestFinished(async () => {
      await Promise.all([lock.close(), transport.close(), orm.close()])
    })
    const { vault, now } = database
    const newId = () => randomUUID()
    const endpointGuard = { denial: () => Promise.resolve(null) }
    const tokenUrl = `${fake.url}/v1/oauth/token`
    const endpoint = makeAnthropicTokenEndpoint({
      transport,
      endpointGuard,
      tokenUrl,
      clientId,
      timeoutMs,
      now,
    })
    const grants = makeGrants({ endpoint, identityToken, now })
    const store = wrap(makeOAuthRefreshStore({ orm, vault, newId, now }))
    const onRenewed = () => Promise.resolve()
    const pause = (ms: number) => sleep(Math.min(ms, 20))
    const refresher = makeRefresher({ store, lock, grants, onRenewed, pause, log: SILENT_LOG, now })
    const deps = {
      ...makeUnitOfWork({ orm, vault, newId, now }),
      endpointGuard,
      endpoint,
      grants,
      refresher,
      firstExchange: makeFirstExchange({ refresher, grants }),
      health: { get: () => null, forget: () => Promise.resolve() },
      healthOf: () => null,
      oauthClient: {
        authorizeUrl: `${fake.url}/oauth/authorize`,
        clientId: 'client',
        scopes: ['user:inference'],
        redirectUri: 'http://localhost:4100/oauth/callback',
      },
      isOwnCallback: (uri: string) => uri.endsWith('/oauth/callback'),
      pkce,
      digest: sha256,
      equalBytes,
      newId,
      now,
    }
    return {
      store,
      refresher,
      fresh: makeFreshSecret({ refresher, now }),
      createCredential: createCredential.bind(null, deps),
      getCredential: getCredential.bind(null, deps),
      rotateCredential: rotateCredential.bind(null, { ...deps, ...withoutUpstream }),
      clearCooldown: clearCooldown.bind(null, deps),
      refreshCredential: refreshCredential.bind(null, deps),
      beginOAuth: beginOAuth.bind(null, deps),
      completeOAuth: completeOAuth.bind(null, deps),
      completeReturned: completeReturned.bind(null, deps),
    }
  }

  /** A stored credential whose access token has this long to live, as the data plane knows it. */
  async function credential(leftSeconds: number, refreshToken = REFRESH): Promise<OAuthCandidate> {
    const { createCredential, store } = await instance()
    const { id } = await createCredential(ADMIN, {
      provider: 'anthropic',
      method: 'oauth',
      accountId: `acc_${randomUUID()}`,
      name: 'A',
      accessToken: ACCESS,
      refreshToken,
      expiresAt: new Date(Date.now() + leftSeconds * 1000).toISOString(),
      scopes: ['user:inference'],
    })
    const { credential: stored, secret } = (await store.read(id))!
    return { credential: stored, secret } as OAuthCandidate
  }

  /** The tokens as stored, and what keeps them from being renewed. */
  async function stored(id: string) {
    const grant = (await makeOAuthRefreshStore(database).read(id))!
    const { secret } = grant
    return {
      access: accessOf(grant),
      refresh: secret.method === 'oauth' ? secret.refreshToken.reveal() : null,
      problem: grant.problem,
      credential: grant.credential,
    }
  }

  return { ...database, fake, log: SILENT_LOG, instance, credential, stored }
}

export function accessOf(candidate: { readonly secret: { readonly method: string } } | null): string | null {
  const secret = candidate?.secret as { accessToken?: Secret } | undefined
  return secret?.accessToken?.reveal() ?? null
}
