// One forked EntityManager per unit of work, never longer.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { ReadStores, Transact } from '../../core/admin/unit-of-work.ts'
import type { Vault } from '../../core/credentials/vault.ts'
import { makeApiTokenStore } from './stores/api-token-store.ts'
import { makeAuditLog } from './stores/audit-log.ts'
import { makeCredentialStore } from './stores/credential-store.ts'
import { makeEntryLinkStore } from './stores/entry-link-store.ts'
import { makeKeyStore } from './stores/key-store.ts'
import { makeModelStore } from './stores/model-store.ts'
import { makeOAuthFlowStore } from './stores/oauth-flow-store.ts'
import { makePeopleStore } from './stores/people-store.ts'
import { makeSecondFactorStore } from './stores/second-factor-store.ts'
import { makeSessionStore } from './stores/session-store.ts'
import { makeProjectStore } from './stores/project-store.ts'

export interface UnitOfWorkDeps {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly newId: () => string
  readonly now: () => Date
}

export function makeUnitOfWork({ orm, vault, newId, now }: UnitOfWorkDeps): {
  transact: Transact
  read: ReadStores
} {
  type Manager = typeof orm.em
  const readable = (em: Manager) => ({
    credentials: makeCredentialStore(em, vault),
    projects: makeProjectStore(em),
    keys: makeKeyStore(em),
    models: makeModelStore(em),
    oauthFlows: makeOAuthFlowStore(em, vault),
    people: makePeopleStore(em),
    entryLinks: makeEntryLinkStore(em),
    sessions: makeSessionStore(em),
    secondFactors: makeSecondFactorStore(em, vault),
    apiTokens: makeApiTokenStore(em),
  })
  return {
    transact: (work) =>
      orm.em.fork().transactional((em) => work({ ...readable(em), audit: makeAuditLog(em, newId, now) })),
    read: (work) => work(readable(orm.em.fork())),
  }
}
