// The ports a refresh needs of the database: what is stored, and that only one of all replicas works on it.
import type { AnthropicOAuthCredential, Secret } from '../credentials/credential.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import type { RefreshProblem } from './refresh-problem.ts'

export interface OAuthSecret {
  readonly method: 'oauth'
  readonly accessToken: Secret
  readonly refreshToken: Secret
}

export interface OAuthCandidate extends VaultCandidate {
  readonly credential: AnthropicOAuthCredential
  readonly secret: OAuthSecret
}

export interface StoredGrant extends OAuthCandidate {
  readonly problem: RefreshProblem | null
}

/** What a refresh has brought. */
export interface RenewedGrant {
  readonly secret: OAuthSecret
  readonly expiresAt: Date
  /** Null: as they were. */
  readonly scopes: readonly string[] | null
  readonly at: Date
}

export interface RefreshStore {
  /** Null when there is no such credential any more, or it is of another kind. */
  read(credentialId: string): Promise<StoredGrant | null>
  /** What may be due: enabled OAuth credentials, without their secrets. */
  list(): Promise<Pick<StoredGrant, 'credential' | 'problem'>[]>
  /**
   * Commits new tokens and forgets the problem. @returns null when the refresh token is no longer the one that was
   * used: somebody has signed in again meanwhile, and that counts.
   */
  save(credentialId: string, used: Secret, renewed: RenewedGrant): Promise<OAuthCandidate | null>
  /** @returns false when the refresh token is no longer the one that was used. */
  saveProblem(credentialId: string, used: Secret, problem: RefreshProblem): Promise<boolean>
}

export interface RefreshLock {
  /**
   * Runs `work` while no other process can hold the lock of this credential; no transaction is open meanwhile.
   * `try`: null at once when another one holds it. `wait`: waits for its turn.
   * @throws Error when the database does not answer.
   */
  hold<T>(credentialId: string, mode: 'try' | 'wait', work: () => Promise<T>): Promise<T | null>
}
