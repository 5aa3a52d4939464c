// What the data plane knows while it runs: its picture of the database, and what it has learned of upstreams.
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeGatewayStateSource } from '../adapters/db/gateway-state-source.ts'
import { makeHealthStore } from '../adapters/db/health-store.ts'
import { makeLearnedRefusalStore } from '../adapters/db/learned-refusal-store.ts'
import type { Vault } from '../core/vault/vault.ts'
import type { Logger } from '../core/log.ts'
import { makeRefusalBook, type RefusalBook } from '../core/models/learned-refusals.ts'
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
  readonly refusals: RefusalBook
}

export async function composeState({ orm, vault, log, now }: StatePorts): Promise<KnownState> {
  const health = makeHealthBook({
    now,
    store: makeHealthStore(orm),
    onStoreError: (error) => log.warn({ error }, 'credential health could not be stored'),
  })
  const refusals = makeRefusalBook({
    now,
    store: makeLearnedRefusalStore(orm),
    onStoreError: (error) => log.warn({ error }, 'what Bedrock refused could not be stored'),
  })
  const state = await startSyncingState({
    source: makeGatewayStateSource({ orm, vault }),
    health,
    refusals,
    log,
    now,
  })
  return { state, health, refusals }
}
