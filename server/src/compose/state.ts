// What the data plane knows while it runs: its picture of the database, and what it has learned of upstreams.
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeGatewayStateSource } from '../adapters/db/gateway-state-source.ts'
import { makeHealthStore } from '../adapters/db/health-store.ts'
import { makeCompatibilityStore } from '../adapters/db/compatibility-store.ts'
import type { Vault } from '../core/vault/vault.ts'
import type { Logger } from '../core/log.ts'
import { makeCompatibilityCache, type CompatibilityCache } from '../core/models/compatibility-cache.ts'
import { makeHealthBook, type HealthBook } from '../core/routing/health-book.ts'
import { startSyncingState, type StateSync } from '../jobs/sync-state.ts'

export interface StatePorts {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly log: Logger
  readonly now: () => Date
}

export interface KnownState {
  readonly state: StateSync
  readonly health: HealthBook
  readonly compatibility: CompatibilityCache
}

export async function composeState({ orm, vault, log, now }: StatePorts): Promise<KnownState> {
  const health = makeHealthBook({
    now,
    store: makeHealthStore(orm),
    onStoreError: (error) => log.warn({ error }, 'credential health could not be stored'),
  })
  const compatibility = makeCompatibilityCache({
    now,
    store: makeCompatibilityStore(orm),
    onStoreError: (error) => log.warn({ error }, 'what Bedrock rejected could not be stored'),
  })
  const state = await startSyncingState({
    source: makeGatewayStateSource({ orm, vault }),
    health,
    compatibility,
    log,
    now,
  })
  return { state, health, compatibility }
}
