// The ports a refresh needs of the database: what is stored, and that only one of all replicas works on it.
import type { RefreshProblem } from './refresh-problem.ts'
import type { RenewableCandidate, RenewableSecret } from './renewable.ts'

export type StoredGrant = RenewableCandidate & { readonly problem: RefreshProblem | null }

/** Tokens that a refresh has brought. */
export interface RenewedGrant {
  readonly secret: RenewableSecret
  readonly expiresAt: Date
  /** Scopes; null when they stay as they were. */
  readonly scopes: readonly string[] | null
  readonly at: Date
}

export interface RefreshStore {
  /** @returns null when the credential is gone or of another kind. */
  read(credentialId: string): Promise<StoredGrant | null>
  /** Lists what may be due: enabled credentials that renew themselves, without their secrets. */
  list(): Promise<Pick<StoredGrant, 'credential' | 'problem'>[]>
  /**
   * Commits new tokens and forgets the problem. @param basis of what the grant was asked with. @returns null when that
   * is no longer what is stored: somebody has signed in again meanwhile, and that counts.
   */
  save(credentialId: string, basis: string, renewed: RenewedGrant): Promise<RenewableCandidate | null>
  /** @returns false when the basis is no longer what is stored. */
  saveProblem(credentialId: string, basis: string, problem: RefreshProblem): Promise<boolean>
}

export interface RefreshLock {
  /**
   * Runs `work` while no other process can hold the lock of this credential; no transaction is open meanwhile.
   * `try`: null at once when another one holds it. `wait`: waits for its turn.
   * @throws Error when the database does not answer.
   */
  hold<T>(credentialId: string, mode: 'try' | 'wait', work: () => Promise<T>): Promise<T | null>
}
