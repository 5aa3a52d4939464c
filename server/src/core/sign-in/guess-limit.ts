// The port that slows guessing down: a few attempts are free, then each has to wait longer, up to a limit.

export interface GuessLimit {
  /**
   * Counts an attempt before its outcome is known, so that many at once are no way around it. While one has to wait nothing
   * is counted: attempts of others cannot make the wait endless. @returns when to come back; null to go on.
   */
  charge(what: string): Promise<Date | null>
  /** The right person was there. */
  clear(what: string): Promise<void>
}

export const FREE_ATTEMPTS = 5
export const LONGEST_WAIT_SECONDS = 300
