// The port for stored credentials. Secrets go in plain and are sealed by the store.
import type { Provider } from '@headgate/shared/providers'
import type { RefreshProblem } from '../oauth/refresh/refresh-problem.ts'
import type { PageRequest } from '../admin/page.ts'
import type { Credential, CredentialSecret } from './credential.ts'

export interface CredentialStore {
  /** @throws DomainError `conflict` when the account id is taken. */
  insert(credential: Credential, secret: CredentialSecret): Promise<void>
  /** Writes all fields; the secret only when given, and with it goes what kept the old one from being renewed. */
  update(credential: Credential, secret: CredentialSecret | null): Promise<void>
  remove(id: string): Promise<void>
  isTaken(accountId: string): Promise<boolean>
  get(id: string): Promise<Credential | null>
  /** @throws Error when the secret cannot be opened with the keys at hand. */
  secretOf(id: string): Promise<CredentialSecret>
  /** Up to `limit + 1`, by account id. */
  list(page: PageRequest & { readonly provider?: Provider | undefined }): Promise<Credential[]>
  /** Slugs of the projects that have each credential in their pool. */
  projectSlugs(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  /** Problems of credentials whose access token could not be renewed. */
  refreshProblems(ids: readonly string[]): Promise<ReadonlyMap<string, RefreshProblem>>
  forgetRefreshProblem(id: string): Promise<void>
}
