// The port for the sessions of people, which the sign-in library makes and reads.
export interface StoredSession {
  readonly id: string
  readonly userId: string
  readonly createdAt: Date
  /** When it was last prolonged. */
  readonly seenAt: Date
  readonly expiresAt: Date
  readonly address: string | null
  readonly userAgent: string | null
}

export interface SessionStore {
  /** Open ones, newest first. */
  ofUser(userId: string, now: Date): Promise<StoredSession[]>
  get(id: string): Promise<StoredSession | null>
  end(id: string): Promise<void>
  /** @returns how many have ended. */
  endAll(userId: string, except?: string): Promise<number>
}
