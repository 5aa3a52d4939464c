// Which credentials should rest, and why. Health only reorders a pool; it never takes the last candidate away.

export interface CredentialHealth {
  readonly state: 'cooling' | 'rejected'
  /** The upstream's own words, masked. */
  readonly reason: string
  readonly since: Date
  /** Until when other candidates are preferred. */
  readonly until: Date
}

/**
 * When the credential that was used was changed last. A call that began before a rotation and ends after it says nothing
 * of the new secret.
 */
export type Version = Date

/** Where health is kept for the other processes and for the next start. */
export interface HealthStore {
  /** Unless the credential has been changed since that version. */
  save(credentialId: string, health: CredentialHealth, version: Version): Promise<void>
  /** Forgets health noted up to `until`; what another process has noted since then stays. */
  remove(credentialId: string, until: Date): Promise<void>
}

/** Of all credentials, as they are now. */
export type Versions = ReadonlyMap<string, Version>

interface Entry extends CredentialHealth {
  /** Null for what the store held. */
  readonly version: Version | null
}

export interface HealthBook {
  /** What is noted about a credential; a cooldown that is over is no longer reported. */
  get(credentialId: string): CredentialHealth | null
  isResting(credentialId: string): boolean
  note(credentialId: string, health: CredentialHealth, version: Version): void
  /** The credential has just worked. */
  recover(credentialId: string, version: Version): void
  /** Forgets what anybody noted until now. Resolves when the store has done so too. */
  forget(credentialId: string): Promise<void>
  /** Taken before the store is read, and given to `replace` with what was read. */
  mark(): number
  /** Takes over what the store held at the mark. What was noted here since, or is on its way there, stays. */
  replace(stored: ReadonlyMap<string, CredentialHealth>, mark: number, versions: Versions): void
  /** Resolves when everything noted so far has been offered to the store. */
  settled(): Promise<void>
}

export function makeHealthBook(deps: {
  readonly now: () => Date
  readonly store: HealthStore
  readonly onStoreError: (error: unknown) => void
}): HealthBook {
  let entries = new Map<string, Entry>()
  let versions: Versions = new Map()
  const writing = new Map<string, Promise<void>>()
  let sequence = 0
  /** When the last write for a credential reached the store, in numbers of `sequence`. */
  const writtenAt = new Map<string, number>()

  function isOld(credentialId: string, version: Version | null): boolean {
    const current = versions.get(credentialId)
    return current !== undefined && version !== null && version < current
  }

  /** Writes for one credential follow each other; a failed one is reported and forgotten. */
  function write(credentialId: string, work: () => Promise<void>): Promise<void> {
    const after = (writing.get(credentialId) ?? Promise.resolve()).then(work).catch(deps.onStoreError)
    writing.set(credentialId, after)
    void after.then(() => {
      writtenAt.set(credentialId, ++sequence)
      if (writing.get(credentialId) === after) writing.delete(credentialId)
    })
    return after
  }

  function get(credentialId: string): Entry | null {
    const entry = entries.get(credentialId)
    if (!entry) return null
    return entry.state === 'cooling' && entry.until <= deps.now() ? null : entry
  }

  return {
    get,
    isResting(credentialId) {
      const entry = entries.get(credentialId)
      return entry !== undefined && entry.until > deps.now()
    },
    note(credentialId, health, version) {
      if (isOld(credentialId, version)) return
      const known = get(credentialId)
      entries.set(credentialId, { ...health, version })
      // Under load many calls fail alike: only what changes the picture for others is stored.
      const isNews = !known || known.state !== health.state || known.reason !== health.reason
      if (isNews || health.until.getTime() - known.until.getTime() > 1000) {
        void write(credentialId, () => deps.store.save(credentialId, health, version))
      }
    },
    recover(credentialId, version) {
      const known = entries.get(credentialId)
      if (!known || isOld(credentialId, version)) return
      entries.delete(credentialId)
      void write(credentialId, () => deps.store.remove(credentialId, known.since))
    },
    forget(credentialId) {
      entries.delete(credentialId)
      const until = deps.now()
      return write(credentialId, () => deps.store.remove(credentialId, until))
    },
    mark: () => sequence,
    replace(stored, mark, current) {
      versions = current
      const next = new Map<string, Entry>()
      for (const [credentialId, health] of stored) next.set(credentialId, { ...health, version: null })
      const sinceMark = [...writtenAt].filter(([, at]) => at > mark).map(([credentialId]) => credentialId)
      for (const credentialId of [...writing.keys(), ...sinceMark]) {
        const own = entries.get(credentialId)
        if (own && isOld(credentialId, own.version)) continue
        if (own) next.set(credentialId, own)
        else next.delete(credentialId)
      }
      entries = next
    },
    async settled() {
      await Promise.all(writing.values())
    },
  }
}
