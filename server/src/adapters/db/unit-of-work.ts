// One forked EntityManager per unit of work, never longer.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { ReadStores, Transact, TransactOn } from '../../core/admin/unit-of-work.ts'
import type { Vault } from '../../core/vault/vault.ts'
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

export interface UnsealedWorkDeps {
  readonly orm: MikroORM
  readonly newId: () => string
  readonly now: () => Date
}

export interface UnitOfWorkDeps extends UnsealedWorkDeps {
  readonly vault: Vault
}

type Manager = MikroORM['em']

const unsealed = (em: Manager) => ({
  projects: makeProjectStore(em),
  keys: makeKeyStore(em),
  models: makeModelStore(em),
  people: makePeopleStore(em),
  entryLinks: makeEntryLinkStore(em),
  sessions: makeSessionStore(em),
  apiTokens: makeApiTokenStore(em),
})

const readable = (em: Manager, vault: Vault) => ({
  ...unsealed(em),
  credentials: makeCredentialStore(em, vault),
  oauthFlows: makeOAuthFlowStore(em, vault),
  secondFactors: makeSecondFactorStore(em, vault),
})

export function makeUnitOfWork({ orm, vault, newId, now }: UnitOfWorkDeps): {
  transact: Transact
  read: ReadStores
} {
  return {
    transact: (work) =>
      orm.em
        .fork()
        .transactional((em) => work({ ...readable(em, vault), audit: makeAuditLog(em, newId, now) })),
    read: (work) => work(readable(orm.em.fork(), vault)),
  }
}

/** Of what holds nothing sealed, and so needs no encryption key. */
export function makeUnsealedTransact({
  orm,
  newId,
  now,
}: UnsealedWorkDeps): TransactOn<keyof ReturnType<typeof unsealed> | 'audit'> {
  return (work) =>
    orm.em.fork().transactional((em) => work({ ...unsealed(em), audit: makeAuditLog(em, newId, now) }))
}
