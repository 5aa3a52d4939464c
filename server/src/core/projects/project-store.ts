// The port for stored projects and their pools.
import type { PageRequest } from '../admin/page.ts'
import type { Credential } from '../credentials/credential.ts'
import type { PoolEntry, Project } from './project.ts'

export interface PooledCredential extends PoolEntry {
  readonly credential: Credential
}

export interface ProjectStore {
  /** @throws DomainError `conflict` when the slug is taken. */
  insert(project: Project): Promise<void>
  update(project: Project): Promise<void>
  /** Its keys and its pool go with it. */
  remove(id: string): Promise<void>
  get(id: string): Promise<Project | null>
  /** Up to `limit + 1`, by slug. */
  list(page: PageRequest): Promise<Project[]>
  /** Replaces the pool. @throws DomainError `invalid` when a credential does not exist. */
  setPool(projectId: string, pool: readonly PoolEntry[]): Promise<void>
  /** By priority, then account id. */
  pools(projectIds: readonly string[]): Promise<ReadonlyMap<string, readonly PooledCredential[]>>
  activeKeys(projectIds: readonly string[], now: Date): Promise<ReadonlyMap<string, number>>
}
