// The port that seals secrets for storage and opens them again.
import type { Secret } from './secret.ts'

/** Where a sealed value belongs: it cannot be opened from any other place. */
export interface SealedPlace {
  readonly table: string
  readonly column: string
  readonly rowId: string
}

/** No key at hand opens a value. */
export class KeyMismatch extends Error {
  override name = 'KeyMismatch'
  readonly keyId: string
  constructor(keyId: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.keyId = keyId
  }
}

/** The id of the key that is missing or is not the one it was. */
export function neededKeyId(error: unknown): string | null {
  return error instanceof KeyMismatch ? error.keyId : null
}

export interface Vault {
  seal(place: SealedPlace, secret: Secret): string
  /** @throws KeyMismatch when the key is unknown, or the value was changed or moved. */
  open(place: SealedPlace, envelope: string): Secret
  isSealed(value: string): boolean
  /** Of the key that `seal` uses. */
  readonly sealingKeyId: string
  /** Of the key that a value is sealed with; null when it is not sealed. */
  keyIdOf(value: string): string | null
}
