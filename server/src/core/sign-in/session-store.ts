// The port for the sessions of people, which the sign-in library makes and reads.

/** After this a session is over, however often it was prolonged: a stolen cookie is good for no longer. */
export const LONGEST_SESSION_MS = 30 * 24 * 60 * 60_000

export function isSessionOver({ createdAt }: Pick<StoredSession, 'createdAt'>, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= LONGEST_SESSION_MS
}

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
