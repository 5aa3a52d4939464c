// Which credentials may serve this call, in the order they are tried.
import type { Logger } from '../../../core/log.ts'
import type { HealthBook } from '../../../core/routing/health-book.ts'
import type { RoutedProject } from '../../../core/routing/gateway-state.ts'
import { planRoute } from '../../../core/routing/plan-route.ts'
import type { Candidate } from '../../../core/upstream/provider.ts'
import { headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { accountIdHeader } from '../../answer-headers.ts'
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
): Candidate[] {
  const { project, key } = caller
  const pinned = headerValue(headers, 'x-headgate-credential')?.trim() ?? null
  const pinnedAccountId = pinned === null ? null : allowedAccountId(project, pinned)
  const candidates = planRoute({
    pool: project.pool,
    strategy: project.strategy,
    pinnedAccountId,
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
        pinnedAccountId,
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
  throw new GatewayError(
    'api_error',
    `The project '${project.slug}' has no enabled credential. An operator must add one to its routing.`,
    {
      status: 503,
      headers: { 'x-should-retry': 'false' },
    },
  )
}

/** The name as it is or as answers spell it. */
function allowedAccountId({ pool }: RoutedProject, pinned: string): string {
  const ids = pool.map(({ candidate }) => candidate.credential.accountId)
  const found = ids.find((id) => id === pinned) ?? ids.find((id) => accountIdHeader(id) === pinned)
  if (found !== undefined) return found
  throw new GatewayError(
    'permission_error',
    `x-headgate-credential: this project may not use a credential '${pinned.slice(0, 100)}'.`,
  )
}
