// The enabled credentials of a pool in an order that depends on nothing but the operator's routing.
import type { VaultCandidate } from '../upstream/provider.ts'
import type { PoolMember } from './gateway-state.ts'

export function enabledByPriority(pool: readonly PoolMember[]): VaultCandidate[] {
  return pool
    .filter(({ candidate }) => candidate.credential.enabled)
    .toSorted((a, b) => a.priority - b.priority || (accountId(a) < accountId(b) ? -1 : 1))
    .map(({ candidate }) => candidate)
}

function accountId({ candidate }: PoolMember): string {
  return candidate.credential.accountId
}
