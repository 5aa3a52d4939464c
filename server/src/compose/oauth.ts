// Puts the life of credentials that renew themselves together: signing in, renewing in time, and a good token for every call.
import { setTimeout as sleep } from 'node:timers/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeOAuthRefreshLock } from '../adapters/db/oauth-refresh-lock.ts'
import { makeOAuthRefreshStore } from '../adapters/db/oauth-refresh-store.ts'
import { makeUndiciTransport } from '../adapters/http-client/undici-transport.ts'
import { makeConnectGuard } from '../adapters/network/connect-guard.ts'
import type { AddressGuard } from '../adapters/network/endpoint-guard.ts'
import { makeIdentityTokenFile } from '../adapters/identity-token/identity-token-file.ts'
import { makeAnthropicTokenEndpoint } from '../adapters/oauth/anthropic-token-endpoint.ts'
import type { OAuthConfig } from '../config/oauth.ts'
import type { Actor } from '../core/admin/actor.ts'
import type { Vault } from '../core/vault/vault.ts'
import type { Logger } from '../core/log.ts'
import { makeFreshSecret, type FreshSecret } from '../core/oauth/refresh/fresh-secret.ts'
import { makeGrants } from '../core/oauth/tokens/grants.ts'
import { makeRefresher } from '../core/oauth/refresh/refresher.ts'
import type { HealthBook } from '../core/routing/health-book.ts'
import { OAUTH_CALLBACK_PATH, type OAuthCallbackDeps } from '../http/oauth/oauth-callback.ts'
import { startRefreshingOAuth } from '../jobs/refresh-oauth.ts'
import type { ControlPlanePorts } from '../core/control-plane-ports.ts'
import { completeReturned, type CompleteOAuthPorts } from '../core/oauth/flow/complete-oauth.ts'

export interface OAuthPorts {
  readonly databaseUrl: string
  readonly orm: MikroORM
  readonly vault: Vault
  readonly config: OAuthConfig
  readonly endpointGuard: AddressGuard
  readonly health: Pick<HealthBook, 'get' | 'forget'>
  /** Under which the console is reached. */
  readonly origins: readonly string[]
  /** Makes the data plane of this process see what was stored. */
  readonly applyChanges: () => Promise<void>
  readonly log: Logger
  readonly newId: () => string
  readonly now: () => Date
}

export interface OAuthLife {
  readonly useCasePorts: Pick<
    ControlPlanePorts,
    'oauthClient' | 'isOwnCallback' | 'endpoint' | 'grants' | 'refresher'
  >
  readonly freshSecret: FreshSecret
  /** Begins nothing new. Resolves when what the token endpoint was asked for is stored, or has taken too long. */
  finish(): Promise<void>
  close(): Promise<void>
}

const EVERY_MS = 15_000
const TIMEOUT_MS = 20_000
const CONNECT_TIMEOUT_MS = 5000
/** The token endpoint's time, and some to store what it gives: without that the sign-in is lost. */
const FINISH_MS = TIMEOUT_MS + 5000

export function composeOAuth(ports: OAuthPorts): OAuthLife {
  const { config, endpointGuard, health, applyChanges, log, now } = ports
  const transport = makeUndiciTransport(
    {
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      firstByteTimeoutMs: TIMEOUT_MS,
      idleTimeoutMs: TIMEOUT_MS,
    },
    makeConnectGuard(endpointGuard, []),
  )
  const endpoint = makeAnthropicTokenEndpoint({
    transport,
    endpointGuard,
    tokenUrl: config.tokenUrl,
    clientId: config.clientId,
    timeoutMs: TIMEOUT_MS,
    now,
  })
  const identityToken = makeIdentityTokenFile(config.identityTokenFile)
  const grants = makeGrants({ endpoint, identityToken, now })
  const lock = makeOAuthRefreshLock(ports.databaseUrl, (error) =>
    log.warn({ error }, 'a database connection of a token refresh was lost'),
  )
  const store = makeOAuthRefreshStore(ports)
  const refresher = makeRefresher({
    store,
    lock,
    grants,
    async onRenewed({ credential: { id } }, past) {
      await applyChanges()
      const isOver = past === 'without' || (past === 'old' && health.get(id)?.state === 'rejected')
      if (isOver) await health.forget(id)
    },
    pause: (ms) => sleep(ms),
    log,
    now,
  })
  const job = startRefreshingOAuth({ store, refresher, everyMs: EVERY_MS, log, now })
  return {
    useCasePorts: {
      oauthClient: config,
      isOwnCallback: (redirectUri) =>
        ports.origins.some((origin) => new URL(OAUTH_CALLBACK_PATH, origin).href === redirectUri),
      endpoint,
      grants,
      refresher,
    },
    freshSecret: makeFreshSecret({ refresher, now }),
    finish: () => Promise.race([job.close(), sleep(FINISH_MS, undefined, { ref: false })]),
    async close() {
      await job.close()
      await Promise.all([transport.close(), lock.close()])
    },
  }
}

/** The route that the browser comes back to acts for the user of its session cookie. */
export function oauthCallback(
  auth: {
    userOf(headers: Headers): Promise<(Pick<Actor, 'name' | 'email' | 'role'> & { id: string }) | null>
  },
  ports: CompleteOAuthPorts & Pick<ControlPlanePorts, 'applyChanges'>,
  noteDenial: OAuthCallbackDeps['noteDenial'],
  log: Logger,
): OAuthCallbackDeps {
  return {
    async sessionOf({ headers: { cookie }, ip }) {
      const user = cookie === undefined ? null : await auth.userOf(new Headers({ cookie }))
      return user && { kind: 'user', ...user, address: ip }
    },
    async complete(actor, returned) {
      const saved = await completeReturned(ports, actor, { flowId: null, ...returned })
      await ports.applyChanges()
      return saved
    },
    noteDenial,
    log,
  }
}
