// Which beta it was, when a model rejects "a beta" and does not say which: found by what is taken and rejected together.

const MINUTE = 60_000
/** Models lose betas too: what was taken longer ago proves nothing. */
const TAKEN_FOR_MS = 10 * MINUTE
/** A guess about several is tried again after this long. */
const SUSPECTED_FOR_MS = 60 * MINUTE
/** Beyond this, names are made up. */
const MAX_TAKEN = 256
const MAX_SUSPICIONS = 16

/** A credential and a model on it. */
export type TrialPlace = string

export interface BetaTrials {
  /** Which of these are to be left out: sets that were rejected lately and are asked for as a whole. */
  leftOut(place: TrialPlace, betas: readonly string[]): readonly string[]
  /** All of them were taken. */
  taken(place: TrialPlace, betas: readonly string[]): void
  /** They were rejected together, and the call was served without. @returns the one it must have been; null for a guess. */
  rejected(place: TrialPlace, betas: readonly string[]): string | null
  forget(isMeant: (place: TrialPlace) => boolean): void
}

interface Suspicion {
  readonly names: ReadonlySet<string>
  readonly until: number
}

interface Known {
  /** Until when each counts as taken. */
  readonly taken: Map<string, number>
  suspicions: readonly Suspicion[]
}

export function makeBetaTrials({ now }: { readonly now: () => Date }): BetaTrials {
  const places = new Map<TrialPlace, Known>()

  function knownAt(place: TrialPlace): Known {
    const known = places.get(place) ?? { taken: new Map<string, number>(), suspicions: [] }
    places.set(place, known)
    return known
  }

  return {
    leftOut(place, betas) {
      const asked = new Set(betas)
      const at = now().getTime()
      const meant = (places.get(place)?.suspicions ?? []).filter(
        ({ names, until }) => until > at && [...names].every((name) => asked.has(name)),
      )
      return [...new Set(meant.flatMap(({ names }) => [...names]))]
    },
    taken(place, betas) {
      if (betas.length === 0) return
      const known = knownAt(place)
      const until = now().getTime() + TAKEN_FOR_MS
      for (const beta of betas) {
        known.taken.delete(beta)
        known.taken.set(beta, until)
      }
      for (const oldest of known.taken.keys()) {
        if (known.taken.size <= MAX_TAKEN) break
        known.taken.delete(oldest)
      }
      known.suspicions = known.suspicions
        .map(({ names, until: end }) => ({
          names: new Set([...names].filter((name) => !betas.includes(name))),
          until: end,
        }))
        .filter(({ names }) => names.size > 0)
    },
    rejected(place, betas) {
      const known = knownAt(place)
      const at = now().getTime()
      const unproven = betas.filter((beta) => (known.taken.get(beta) ?? 0) <= at)
      // Each was taken a moment ago: one of them no longer is.
      const suspects = unproven.length > 0 ? unproven : betas
      for (const beta of suspects) known.taken.delete(beta)
      if (suspects.length === 1) return suspects[0]!
      const suspicion = { names: new Set(suspects), until: at + SUSPECTED_FOR_MS }
      known.suspicions = [...known.suspicions.filter(({ until }) => until > at), suspicion].slice(
        -MAX_SUSPICIONS,
      )
      return null
    },
    forget(isMeant) {
      for (const place of places.keys()) if (isMeant(place)) places.delete(place)
    },
  }
}
