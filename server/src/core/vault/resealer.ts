// The port that brings all sealed values under the first encryption key, and counts them.

export interface EnvelopeCount {
  readonly keyId: string
  readonly count: number
}

export interface FailedReseal {
  /** Account id or name of what no key at hand opens; it stays as it is. */
  readonly of: string
  readonly reason: string
}

export interface Resealer {
  /** The key that seals. */
  readonly keyId: string
  /** In small transactions, while everything else goes on. At the end everything is opened once more. */
  reseal(): Promise<{ readonly resealed: number; readonly failed: readonly FailedReseal[] }>
  count(): Promise<readonly EnvelopeCount[]>
}
