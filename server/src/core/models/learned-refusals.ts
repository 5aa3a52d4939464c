// What Bedrock has refused on a model, so that it is left out from the start the next time.

/** A beta by name, or a field by its path with `*` for list positions. */
export interface Refusable {
  readonly kind: 'beta' | 'field'
  readonly name: string
}

export interface LearnedRefusal extends Refusable {
  readonly credentialId: string
  readonly upstreamModel: string
  /** The upstream's own words, masked. */
  readonly reason: string
  readonly learnedAt: Date
}

/** Where it is kept for the other processes and for the next start. */
export interface LearnedRefusalStore {
  save(refusals: readonly LearnedRefusal[]): Promise<void>
}

export interface RefusalBook {
  /** What is known to be refused. */
  of(credentialId: string, upstreamModel: string): readonly LearnedRefusal[]
  note(refusals: readonly LearnedRefusal[]): void
  /** These betas were taken: an error about an unnamed beta is not about them. */
  accept(credentialId: string, upstreamModel: string, betas: readonly string[]): void
  isAccepted(credentialId: string, upstreamModel: string, beta: string): boolean
  /** Taken before the store is read, and given to `replace` with what was read. */
  mark(): number
  /** Takes over what the store held at the mark; what was noted here since stays. */
  replace(stored: readonly LearnedRefusal[], mark: number): void
  /** The store has let go of these: of one upstream model, or of all of a credential. */
  forget(credentialId: string, upstreamModel: string | null): void
  /** Something noted here has not been read back yet, so that the store may have let go of it meanwhile. */
  isAhead(): boolean
  /** Resolves when everything noted so far has been offered to the store. */
  settled(): Promise<void>
}

export function makeRefusalBook(deps: {
  readonly store: LearnedRefusalStore
  readonly onStoreError: (error: unknown) => void
}): RefusalBook {
  let entries = new Map<string, readonly LearnedRefusal[]>()
  const accepted = new Map<string, Set<string>>()
  const unsaved = new Map<LearnedRefusal, number>()
  let writing: Promise<void> = Promise.resolve()
  let sequence = 0

  const of = (credentialId: string, upstreamModel: string) =>
    entries.get(placeKey(credentialId, upstreamModel)) ?? []

  function add(refusal: LearnedRefusal): void {
    const key = placeKey(refusal.credentialId, refusal.upstreamModel)
    const known = entries.get(key) ?? []
    if (!known.some((other) => isSame(other, refusal))) entries.set(key, [...known, refusal])
    accepted.get(key)?.delete(refusal.name)
  }

  return {
    of,
    note(refusals) {
      for (const refusal of refusals) {
        add(refusal)
        unsaved.set(refusal, Infinity)
      }
      writing = writing
        .then(() => deps.store.save(refusals))
        .catch(deps.onStoreError)
        .then(() => {
          sequence++
          // What was forgotten while it was being written does not come back here.
          for (const refusal of refusals) if (unsaved.has(refusal)) unsaved.set(refusal, sequence)
        })
    },
    accept(credentialId, upstreamModel, betas) {
      if (betas.length === 0) return
      const key = placeKey(credentialId, upstreamModel)
      const known = accepted.get(key) ?? new Set()
      for (const beta of betas) known.add(beta)
      accepted.set(key, known)
    },
    isAccepted: (credentialId, upstreamModel, beta) =>
      accepted.get(placeKey(credentialId, upstreamModel))?.has(beta) ?? false,
    mark: () => sequence,
    replace(stored, mark) {
      entries = new Map()
      for (const refusal of stored) add(refusal)
      for (const [refusal, savedAt] of unsaved) {
        if (savedAt > mark) add(refusal)
        else unsaved.delete(refusal)
      }
    },
    forget(credentialId, upstreamModel) {
      const isMeant = (refusal: LearnedRefusal) =>
        refusal.credentialId === credentialId &&
        (upstreamModel === null || refusal.upstreamModel === upstreamModel)
      for (const [key, known] of entries) if (known.some(isMeant)) entries.delete(key)
      for (const refusal of unsaved.keys()) if (isMeant(refusal)) unsaved.delete(refusal)
    },
    isAhead: () => unsaved.size > 0,
    settled: () => writing,
  }
}

function placeKey(credentialId: string, upstreamModel: string): string {
  return `${credentialId} ${upstreamModel}`
}

function isSame(a: Refusable, b: Refusable): boolean {
  return a.kind === b.kind && a.name === b.name
}
