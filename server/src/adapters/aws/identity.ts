// What AWS requests are signed with.

export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Temporary keys only. */
  readonly sessionToken: string | null
  /** Null for keys that do not expire. */
  readonly expiresAt: Date | null
}
