// Which credentials are in cooldown or rejected, and why: a credential, or a credential for one model. Health only reorders
// a pool; it never takes the last candidate away.

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

/** A credential, or with a model that credential for this model only. */
export interface HealthPlace {
  readonly credentialId: string
  readonly model: string | null
}

/** As one text, for maps. Ids hold no line breaks. */
export function placeKey({ credentialId, model }: HealthPlace): string {
  return model === null ? credentialId : `${credentialId}\n${model}`
}

function placeOf(key: string): HealthPlace {
  const [credentialId = '', model = null] = key.split('\n', 2)
  return { credentialId, model }
}

/** Where health is kept for the other processes and for the next start. */
export interface HealthStore {
  /** Unless the credential has been changed since that version. */
  save(place: HealthPlace, health: CredentialHealth, version: Version): Promise<void>
  /** Forgets health noted up to `until`; what another process has noted since then stays. */
  remove(place: HealthPlace, until: Date): Promise<void>
}

/** Of all credentials, as they are now. */
export type Versions = ReadonlyMap<string, Version>

interface Entry extends CredentialHealth {
  /** Null for what the store held. */
  readonly version: Version | null
}

export interface HealthBook {
  /** What is noted about a credential, or for one of its models; a cooldown that is over is no longer reported. */
  get(credentialId: string): CredentialHealth | null
  isCooling(place: HealthPlace): boolean
  note(place: HealthPlace, health: CredentialHealth, version: Version): void
  /**
   * The credential has worked for a model.
   * @param beganAt when the attempt began: it says nothing about what was noted since
   */
  recover(place: HealthPlace, version: Version, beganAt: Date): void
  /** Forgets what anybody noted until now. Resolves when the store has done so too. */
  forget(credentialId: string): Promise<void>
  /** Taken before the store is read, and given to `replace` with what was read. */
  mark(): number
  /** Takes over what the store held at the mark, by `placeKey`. What was noted here since, or is on its way there, stays. */
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
  /** When the last write for a place reached the store, in numbers of `sequence`. */
  const writtenAt = new Map<string, number>()

  function isOld(credentialId: string, version: Version | null): boolean {
    const current = versions.get(credentialId)
    return current !== undefined && version !== null && version < current
  }

  /** Writes for one place follow each other; a failed one is reported and forgotten. */
  function write(key: string, work: () => Promise<void>): Promise<void> {
    const after = (writing.get(key) ?? Promise.resolve()).then(work).catch(deps.onStoreError)
    writing.set(key, after)
    void after.then(() => {
      writtenAt.set(key, ++sequence)
      if (writing.get(key) === after) writing.delete(key)
    })
    return after
  }

  function current(key: string): Entry | null {
    const entry = entries.get(key)
    if (!entry) return null
    return entry.state === 'cooling' && entry.until <= deps.now() ? null : entry
  }

  function keysOf(credentialId: string): string[] {
    return [...entries.keys()].filter((key) => placeOf(key).credentialId === credentialId)
  }

  /** @returns whether something was there to forget. */
  function forgetNotedUntil(key: string, until: Date): boolean {
    const known = entries.get(key)
    if (!known || known.since > until) return false
    entries.delete(key)
    return true
  }

  return {
    get(credentialId) {
      const known = keysOf(credentialId).flatMap((key) => current(key) ?? [])
      return known.toSorted((a, b) => b.until.getTime() - a.until.getTime())[0] ?? null
    },
    isCooling(place) {
      return [{ ...place, model: null }, place].some((each) => {
        const entry = entries.get(placeKey(each))
        return entry !== undefined && entry.until > deps.now()
      })
    },
    note(place, health, version) {
      if (isOld(place.credentialId, version)) return
      const key = placeKey(place)
      const known = current(key)
      entries.set(key, { ...health, version })
      // Under load many calls fail alike: only what changes the picture for others is stored.
      const isNews = !known || known.state !== health.state || known.reason !== health.reason
      if (isNews || health.until.getTime() - known.until.getTime() > 1000) {
        void write(key, () => deps.store.save(place, health, version))
      }
    },
    recover(place, version, beganAt) {
      if (isOld(place.credentialId, version)) return
      for (const each of [{ ...place, model: null }, place]) {
        const key = placeKey(each)
        if (forgetNotedUntil(key, beganAt)) void write(key, () => deps.store.remove(each, beganAt))
      }
    },
    async forget(credentialId) {
      const until = deps.now()
      const keys = new Set([credentialId, ...keysOf(credentialId)])
      await Promise.all(
        Array.from(keys, (key) => {
          entries.delete(key)
          return write(key, () => deps.store.remove(placeOf(key), until))
        }),
      )
    },
    mark: () => sequence,
    replace(stored, mark, newVersions) {
      versions = newVersions
      const next = new Map<string, Entry>()
      for (const [key, health] of stored) next.set(key, { ...health, version: null })
      const sinceMark = [...writtenAt].filter(([, at]) => at > mark).map(([key]) => key)
      for (const key of [...writing.keys(), ...sinceMark]) {
        const noted = entries.get(key)
        if (noted && isOld(placeOf(key).credentialId, noted.version)) continue
        if (noted) next.set(key, noted)
        else next.delete(key)
      }
      entries = next
    },
    async settled() {
      await Promise.all(writing.values())
    },
  }
}
