// Encryption keys that another system keeps wrapped, and the port through which they are unwrapped once, at the start.

interface WrappedBase {
  readonly id: string
  /** As that system wrote it. */
  readonly ciphertext: string
}

export interface KmsWrappedKey extends WrappedBase {
  readonly kind: 'awskms'
  readonly keyArn: string
}

export interface TransitWrappedKey extends WrappedBase {
  readonly kind: 'vault'
  readonly mount: string
  readonly key: string
}

export type WrappedKey = KmsWrappedKey | TransitWrappedKey

/** @throws UnwrapError in words that hold no secret. */
export type Unwrap<K extends WrappedKey> = (key: K) => Promise<Uint8Array>

export interface Unwrappers {
  readonly awskms: Unwrap<KmsWrappedKey>
  readonly vault: Unwrap<TransitWrappedKey>
}

export class UnwrapError extends Error {
  override name = 'UnwrapError'
  /** Whether the same may work in a moment. */
  readonly isPassing: boolean
  constructor(message: string, options: { isPassing: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.isPassing = options.isPassing
  }
}
