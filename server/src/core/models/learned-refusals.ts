// What Bedrock has refused on a model, so that it is left out from the start the next time.
import { makeBetaTrials } from './beta-trials.ts'

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
  /** Which of these betas are to be left out, because they were refused together and it is not known which of them it is. */
  suspected(credentialId: string, upstreamModel: string, betas: readonly string[]): readonly string[]
  /** These betas were taken. */
  accept(credentialId: string, upstreamModel: string, betas: readonly string[]): void
  /** One of these was refused. @returns the one it must have been; null while it may be several. */
  suspect(credentialId: string, upstreamModel: string, betas: readonly string[]): string | null
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

/** More than any model refuses; beyond it a client makes names up. */
const MAX_IN_ONE_PLACE = 64

export function makeRefusalBook(deps: {
  readonly store: LearnedRefusalStore
  readonly onStoreError: (error: unknown) => void
  readonly now: () => Date
}): RefusalBook {
  let places = new Map<string, Map<string, LearnedRefusal>>()
  const trials = makeBetaTrials(deps)
  const unsaved = new Map<LearnedRefusal, number>()
  let writing: Promise<void> = Promise.resolve()
  let sequence = 0

  /** @returns false for what is known, and for one too many. */
  function add(refusal: LearnedRefusal): boolean {
    const place = placeKey(refusal.credentialId, refusal.upstreamModel)
    const known = places.get(place) ?? new Map<string, LearnedRefusal>()
    const name = `${refusal.kind} ${refusal.name}`
    if (known.has(name) || known.size >= MAX_IN_ONE_PLACE) return false
    places.set(place, known.set(name, refusal))
    return true
  }

  return {
    of: (credentialId, upstreamModel) => [
      ...(places.get(placeKey(credentialId, upstreamModel))?.values() ?? []),
    ],
    note(refusals) {
      const added = refusals.filter(add)
      if (added.length === 0) return
      for (const refusal of added) unsaved.set(refusal, Infinity)
      writing = writing
        .then(() => deps.store.save(added))
        .catch(deps.onStoreError)
        .then(() => {
          sequence++
          // What was forgotten while it was being written does not come back here.
          for (const refusal of added) if (unsaved.has(refusal)) unsaved.set(refusal, sequence)
        })
    },
    suspected: (credentialId, upstreamModel, betas) =>
      trials.leftOut(placeKey(credentialId, upstreamModel), betas),
    accept: (credentialId, upstreamModel, betas) =>
      trials.taken(placeKey(credentialId, upstreamModel), betas),
    suspect: (credentialId, upstreamModel, betas) =>
      trials.refused(placeKey(credentialId, upstreamModel), betas),
    mark: () => sequence,
    replace(stored, mark) {
      places = new Map()
      for (const refusal of stored) add(refusal)
      for (const [refusal, savedAt] of unsaved) {
        if (savedAt > mark) add(refusal)
        else unsaved.delete(refusal)
      }
    },
    forget(credentialId, upstreamModel) {
      const isMeant = (place: string) =>
        upstreamModel === null
          ? place.startsWith(placeKey(credentialId, ''))
          : place === placeKey(credentialId, upstreamModel)
      for (const place of places.keys()) if (isMeant(place)) places.delete(place)
      for (const refusal of unsaved.keys()) {
        if (isMeant(placeKey(refusal.credentialId, refusal.upstreamModel))) unsaved.delete(refusal)
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
