// Puts the life of OAuth credentials together: signing in, renewing in time, and a good token for every call.
import { setTimeout as sleep } from 'node:timers/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeOAuthRefreshLock } from './adapters/db/oauth-refresh-lock.ts'
import { makeOAuthRefreshStore } from './adapters/db/oauth-refresh-store.ts'
import { makeUndiciTransport } from './adapters/http-client/undici-transport.ts'
import { makeAnthropicTokenEndpoint } from './adapters/oauth/anthropic-token-endpoint.ts'
import type { OAuthConfig } from './config-oauth.ts'
import type { EndpointGuard } from './core/credentials/endpoint-guard.ts'
import type { Vault } from './core/credentials/vault.ts'
import type { Logger } from './core/log.ts'
import { makeFreshSecret, type FreshSecret } from './core/oauth/fresh-secret.ts'
import { makeRefresher, type Refresher } from './core/oauth/refresher.ts'
import type { TokenEndpoint } from './core/oauth/token-endpoint.ts'
import type { HealthBook } from './core/routing/health-book.ts'
import { startRefreshingOAuth } from './jobs/refresh-oauth.ts'

export interface OAuthPorts {
  readonly databaseUrl: string
  readonly orm: MikroORM
  readonly vault: Vault
  readonly config: OAuthConfig
  readonly endpointGuard: EndpointGuard
  readonly health: Pick<HealthBook, 'get' | 'forget'>
  /** Makes the data plane of this process see what was stored. */
  readonly applyChanges: () => Promise<void>
  readonly log: Logger
  readonly now: () => Date
}

export interface OAuthLife {
  readonly endpoint: TokenEndpoint
  readonly refresher: Refresher
  readonly freshSecret: FreshSecret
  /** Resolves when no refresh is under way any more. */
  close(): Promise<void>
}

const EVERY_MS = 15_000
const TIMEOUT_MS = 20_000
const CONNECT_TIMEOUT_MS = 5000

export function composeOAuth(ports: OAuthPorts): OAuthLife {
  const { config, endpointGuard, health, applyChanges, log, now } = ports
  const transport = makeUndiciTransport({
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    firstByteTimeoutMs: TIMEOUT_MS,
    idleTimeoutMs: TIMEOUT_MS,
  })
  const endpoint = makeAnthropicTokenEndpoint({
    transport,
    endpointGuard,
    tokenUrl: config.tokenUrl,
    clientId: config.clientId,
    timeoutMs: TIMEOUT_MS,
    now,
  })
  const lock = makeOAuthRefreshLock(ports.databaseUrl, (error) =>
    log.warn({ error }, 'a database connection of a token refresh was lost'),
  )
  const store = makeOAuthRefreshStore(ports)
  const refresher = makeRefresher({
    store,
    lock,
    endpoint,
    async onRenewed({ credential: { id } }) {
      await applyChanges()
      // Held against the old token.
      if (health.get(id)?.state === 'rejected') await health.forget(id)
    },
    pause: (ms) => sleep(ms),
    log,
    now,
  })
  const job = startRefreshingOAuth({ store, refresher, everyMs: EVERY_MS, log, now })
  return {
    endpoint,
    refresher,
    freshSecret: makeFreshSecret({ refresher, now }),
    async close() {
      await job.close()
      await Promise.all([transport.close(), lock.close()])
    },
  }
}
