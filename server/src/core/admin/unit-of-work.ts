// The port to the database of the control plane: stores that share one transaction.
import type { AuditLog } from '../audit/audit-log.ts'
import type { CredentialStore } from '../credentials/credential-store.ts'
import type { KeyStore } from '../keys/key-store.ts'
import type { OAuthFlowStore } from '../oauth/flow/oauth-flow.ts'
import type { ModelStore } from '../models/model-store.ts'
import type { ProjectStore } from '../projects/project-store.ts'
import type { ApiTokenStore } from '../api-tokens/api-token-store.ts'
import type { EntryLinkStore } from '../people/entry-link-store.ts'
import type { SecondFactorStore } from '../sign-in/second-factor-store.ts'
import type { SessionStore } from '../sign-in/session-store.ts'
import type { PeopleStore } from '../people/people-store.ts'

export interface Stores {
  readonly credentials: CredentialStore
  readonly projects: ProjectStore
  readonly keys: KeyStore
  readonly models: ModelStore
  readonly oauthFlows: OAuthFlowStore
  readonly people: PeopleStore
  readonly entryLinks: EntryLinkStore
  readonly sessions: SessionStore
  readonly secondFactors: SecondFactorStore
  readonly apiTokens: ApiTokenStore
  readonly audit: AuditLog
}

/** Runs `work` in one transaction: all of it happens, or none. No network calls belong inside. */
export type TransactOn<Name extends keyof Stores> = <T>(
  work: (stores: Pick<Stores, Name>) => Promise<T>,
) => Promise<T>

export type Transact = TransactOn<keyof Stores>

/** Runs `work` on a consistent view without changing anything. */
export type ReadStores = <T>(work: (stores: Omit<Stores, 'audit'>) => Promise<T>) => Promise<T>
