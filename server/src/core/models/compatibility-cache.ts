// What Bedrock has rejected on a model, so that it is left out from the start the next time.
import { makeBetaTrials } from './beta-trials.ts'

/** A beta by name, or a field by its path with `*` for list positions. */
export interface RequestParameter {
  readonly kind: 'beta' | 'field'
  readonly name: string
}

export interface UnsupportedParameter extends RequestParameter {
  readonly credentialId: string
  readonly upstreamModel: string
  /** The upstream's own words, masked. */
  readonly reason: string
  readonly learnedAt: Date
}

/** Where it is kept for the other processes and for the next start. */
export interface CompatibilityStore {
  save(entries: readonly UnsupportedParameter[]): Promise<void>
}

export interface CompatibilityCache {
  /** What is known to be rejected. */
  of(credentialId: string, upstreamModel: string): readonly UnsupportedParameter[]
  note(entries: readonly UnsupportedParameter[]): void
  /** Which of these betas are to be left out, because they were rejected together and it is not known which of them it is. */
  suspected(credentialId: string, upstreamModel: string, betas: readonly string[]): readonly string[]
  /** These betas were taken. */
  accept(credentialId: string, upstreamModel: string, betas: readonly string[]): void
  /** One of these was rejected. @returns the one it must have been; null while it may be several. */
  suspect(credentialId: string, upstreamModel: string, betas: readonly string[]): string | null
  /** Taken before the store is read, and given to `replace` with what was read. */
  mark(): number
  /** Takes over what the store held at the mark; what was noted here since stays. */
  replace(stored: readonly UnsupportedParameter[], mark: number): void
  /** The store has let go of these: of one upstream model, or of all of a credential. */
  forget(credentialId: string, upstreamModel: string | null): void
  /** Something noted here has not been read back yet, so that the store may have let go of it meanwhile. */
  isAhead(): boolean
  /** Resolves when everything noted so far has been offered to the store. */
  settled(): Promise<void>
}

/** More than any model rejects; beyond it a client makes names up. */
const MAX_IN_ONE_PLACE = 64

export function makeCompatibilityCache(deps: {
  readonly store: CompatibilityStore
  readonly onStoreError: (error: unknown) => void
  readonly now: () => Date
}): CompatibilityCache {
  let places = new Map<string, Map<string, UnsupportedParameter>>()
  const trials = makeBetaTrials(deps)
  const unsaved = new Map<UnsupportedParameter, number>()
  let writing: Promise<void> = Promise.resolve()
  let sequence = 0

  /** @returns false for what is known, and for one too many. */
  function add(entry: UnsupportedParameter): boolean {
    const place = placeKey(entry.credentialId, entry.upstreamModel)
    const known = places.get(place) ?? new Map<string, UnsupportedParameter>()
    const name = `${entry.kind} ${entry.name}`
    if (known.has(name) || known.size >= MAX_IN_ONE_PLACE) return false
    places.set(place, known.set(name, entry))
    return true
  }

  return {
    of: (credentialId, upstreamModel) => [
      ...(places.get(placeKey(credentialId, upstreamModel))?.values() ?? []),
    ],
    note(entries) {
      const added = entries.filter(add)
      if (added.length === 0) return
      for (const entry of added) unsaved.set(entry, Infinity)
      writing = writing
        .then(() => deps.store.save(added))
        .catch(deps.onStoreError)
        .then(() => {
          sequence++
          // What was forgotten while it was being written does not come back here.
          for (const entry of added) if (unsaved.has(entry)) unsaved.set(entry, sequence)
        })
    },
    suspected: (credentialId, upstreamModel, betas) =>
      trials.leftOut(placeKey(credentialId, upstreamModel), betas),
    accept: (credentialId, upstreamModel, betas) =>
      trials.taken(placeKey(credentialId, upstreamModel), betas),
    suspect: (credentialId, upstreamModel, betas) =>
      trials.rejected(placeKey(credentialId, upstreamModel), betas),
    mark: () => sequence,
    replace(stored, mark) {
      places = new Map()
      for (const entry of stored) add(entry)
      for (const [entry, savedAt] of unsaved) {
        if (savedAt > mark) add(entry)
        else unsaved.delete(entry)
      }
    },
    forget(credentialId, upstreamModel) {
      const isMeant = (place: string) =>
        upstreamModel === null
          ? place.startsWith(placeKey(credentialId, ''))
          : place === placeKey(credentialId, upstreamModel)
      for (const place of places.keys()) if (isMeant(place)) places.delete(place)
      for (const entry of unsaved.keys()) {
        if (isMeant(placeKey(entry.credentialId, entry.upstreamModel))) unsaved.delete(entry)
      }
      trials.forget(isMeant)
    },
    isAhead: () => unsaved.size > 0,
    settled: () => writing,
  }
}

function placeKey(credentialId: string, upstreamModel: string): string {
  return `${credentialId} ${upstreamModel}`
}
