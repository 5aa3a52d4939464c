// In which order the credentials of a project are tried for one call.
import type { RoutingStrategy } from '@headgate/shared/projects'
import type { VaultCandidate } from '../upstream/provider.ts'
import type { PoolMember } from './gateway-state.ts'

export interface RoutePlan {
  readonly pool: readonly PoolMember[]
  readonly strategy: RoutingStrategy
  /** Only this credential, as the client asked by `x-headgate-credential`; null for any. */
  readonly pinnedAccountId: string | null
  readonly isCooling: (credentialId: string) => boolean
  readonly now: Date
  /** In [0, 1), for the weighted strategy. */
  readonly random: () => number
}

/**
 * Disabled credentials are left out. Credentials in cooldown and expired ones go to the back and are still tried when
 * nothing else is left, so that a pool of one always tries.
 */
export function planRoute({
  pool,
  strategy,
  pinnedAccountId,
  isCooling,
  now,
  random,
}: RoutePlan): VaultCandidate[] {
  const usable = pool.filter(
    ({ candidate: { credential } }) =>
      credential.enabled && (pinnedAccountId === null || credential.accountId === pinnedAccountId),
  )
  const ordered = strategy === 'weighted' ? drawByWeight(usable, random) : byPriority(usable)
  const candidates = ordered.map((member) => member.candidate)
  const isLast = (candidate: VaultCandidate) =>
    isCooling(candidate.credential.id) || isExpired(candidate, now)
  return [...candidates.filter((candidate) => !isLast(candidate)), ...candidates.filter(isLast)]
}

function byPriority(members: readonly PoolMember[]): PoolMember[] {
  return [...members].sort((a, b) => a.priority - b.priority)
}

/** Without replacement, each draw by weight: the first is the chosen one, the rest its stand-ins. */
function drawByWeight(members: readonly PoolMember[], random: () => number): PoolMember[] {
  const left = [...members]
  const drawn: PoolMember[] = []
  while (left.length > 0) {
    let point = random() * left.reduce((sum, member) => sum + member.weight, 0)
    const index = left.findIndex((member) => (point -= member.weight) < 0)
    drawn.push(...left.splice(index === -1 ? left.length - 1 : index, 1))
  }
  return drawn
}

function isExpired({ credential }: VaultCandidate, now: Date): boolean {
  return 'expiresAt' in credential && credential.expiresAt !== null && credential.expiresAt <= now
}
