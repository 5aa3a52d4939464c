// The port that seals secrets for storage and opens them again.
import type { Secret } from './credential.ts'

/** Where a sealed value belongs: it cannot be opened from any other place. */
export interface SealedPlace {
  readonly table: string
  readonly column: string
  readonly rowId: string
}

export interface Vault {
  seal(place: SealedPlace, secret: Secret): string
  /** @throws Error when the key is unknown, or the value was changed or moved. */
  open(place: SealedPlace, envelope: string): Secret
  isSealed(value: string): boolean
}
