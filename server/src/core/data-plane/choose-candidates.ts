// Which credentials may serve this call, in the order they are tried.
import { modelNamed } from '../models/parse-model-id.ts'
import type { Logger } from '../log.ts'
import type { HealthBook } from '../routing/health-book.ts'
import { planRoute } from '../routing/plan-route.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import type { Caller } from './authenticate.ts'
import type { Clock } from '../clock.ts'
import type { ClientCall } from './client-call.ts'
import { noCredential, pinnedAccountId } from './pool-choice.ts'

export interface ChoosePorts {
  readonly health: Pick<HealthBook, 'isCooling'>
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
}

/**
 * @param requestedModel as the client named it; null where the call is for none
 * @throws GatewayError 403 for a credential the project may not use, 503 when it has none that is enabled.
 */
export function chooseCandidates(
  { health, clock, random, log }: ChoosePorts,
  { project, key }: Caller,
  { requestId, rawHeaders }: Pick<ClientCall, 'requestId' | 'rawHeaders'>,
  requestedModel: string | null,
): VaultCandidate[] {
  const model = requestedModel === null ? null : (modelNamed(requestedModel)?.id ?? requestedModel)
  const isCooling = (credentialId: string) => health.isCooling({ credentialId, model })
  const pinned = pinnedAccountId(project, rawHeaders)
  const candidates = planRoute({
    pool: project.pool,
    strategy: project.strategy,
    pinnedAccountId: pinned,
    isCooling,
    now: clock.now(),
    random,
  })
  if (log.isDebug()) {
    log.debug(
      {
        requestId,
        project: project.slug,
        projectChosenBy: `key ${key.name}`,
        strategy: project.strategy,
        pinnedAccountId: pinned,
        order: candidates.map(({ credential }) => credential.accountId),
        cooling: candidates
          .map(({ credential }) => credential)
          .filter(({ id }) => isCooling(id))
          .map(({ accountId }) => accountId),
      },
      'project and credentials chosen',
    )
  }
  if (candidates.length > 0) return candidates
  throw noCredential(project)
}
