// Which credentials may serve this call, in the order they are tried.
import type { Logger } from '../../../core/log.ts'
import type { HealthBook } from '../../../core/routing/health-book.ts'
import { planRoute } from '../../../core/routing/plan-route.ts'
import type { VaultCandidate } from '../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { noCredential, pinnedAccountId } from '../../pool-choice.ts'
import type { Caller } from './authenticate.ts'

export interface ChooseDeps {
  readonly health: Pick<HealthBook, 'isResting'>
  readonly now: () => Date
  readonly random: () => number
  readonly log: Logger
}

/** @throws GatewayError 403 for a credential the project may not use, 503 when it has none that is enabled. */
export function chooseCandidates(
  deps: ChooseDeps,
  requestId: string,
  caller: Caller,
  headers: RawHeaders,
): VaultCandidate[] {
  const { project, key } = caller
  const pinned = pinnedAccountId(project, headers)
  const candidates = planRoute({
    pool: project.pool,
    strategy: project.strategy,
    pinnedAccountId: pinned,
    isResting: (credentialId) => deps.health.isResting(credentialId),
    now: deps.now(),
    random: deps.random,
  })
  if (deps.log.isDebug()) {
    deps.log.debug(
      {
        requestId,
        project: project.slug,
        projectChosenBy: `key ${key.name}`,
        strategy: project.strategy,
        pinnedAccountId: pinned,
        order: candidates.map(({ credential }) => credential.accountId),
        resting: candidates
          .map(({ credential }) => credential)
          .filter(({ id }) => deps.health.isResting(id))
          .map(({ accountId }) => accountId),
      },
      'project and credentials chosen',
    )
  }
  if (candidates.length > 0) return candidates
  throw noCredential(project)
}
