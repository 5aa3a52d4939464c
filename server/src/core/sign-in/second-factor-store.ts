// The port for second factors: the secret shared with an authenticator is sealed, recovery codes are digests.
import type { Secret } from '../vault/secret.ts'

export interface SecondFactor {
  readonly userId: string
  readonly secret: Secret
  /** Null until a first code has shown that the authenticator has the secret. */
  readonly confirmedAt: Date | null
  /** The time step of the last code that was accepted: no code works twice. */
  readonly lastStep: number | null
  /** SHA-256 of the recovery codes that are left. */
  readonly recoveryDigests: readonly Uint8Array[]
}

export interface SecondFactorStore {
  /** Locked until the end of a transaction. */
  get(userId: string): Promise<SecondFactor | null>
  /** Takes the place of one that was there. */
  put(factor: SecondFactor, now: Date): Promise<void>
  remove(userId: string): Promise<void>
}
