// How many access tokens of a credential were rejected one after the other: what renewing does not heal is not renewed for ever.
import type { RenewableCandidate } from './renewable.ts'

export interface RejectionsInARow {
  /** @returns how many it is now; a token that is rejected to many calls counts once. */
  count(rejected: RenewableCandidate, accessToken: string): number
  /** One was accepted: whatever was wrong is over. */
  end(credentialId: string): void
}

export function makeRejectionsInARow(): RejectionsInARow {
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
