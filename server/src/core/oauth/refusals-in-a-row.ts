// How many access tokens of a credential were refused one after the other: what renewing does not heal is not renewed for ever.
import type { RenewableCandidate } from './renewable.ts'

export interface RefusalsInARow {
  /** @returns how many it is now; a token that is refused to many calls counts once. */
  count(refused: RenewableCandidate, accessToken: string): number
  /** One was accepted: whatever was wrong is over. */
  end(credentialId: string): void
}

export function makeRefusalsInARow(): RefusalsInARow {
  const known = new Map<string, { readonly accessToken: string; readonly inARow: number }>()
  return {
    count({ credential: { id } }, accessToken) {
      const last = known.get(id)
      if (last?.accessToken === accessToken) return last.inARow
      const inARow = (last?.inARow ?? 0) + 1
      known.set(id, { accessToken, inARow })
      return inARow
    },
    end: (credentialId) => void known.delete(credentialId),
  }
}
