// POST /v1/messages, the product, and the counting of its tokens: read it downwards.
import type { Provider } from '@headgate/shared/providers'
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import { workOf, type MessagesOperation, type ProviderAdapter } from '../../core/upstream/provider.ts'
import { recordCall, type RecordCallDeps } from './record-call.ts'
import type { BodyBudget } from './steps/body-budget.ts'
import { bodyLimit } from './steps/body-limit.ts'
import { callersCredential } from './steps/callers-credential.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import { prepareCall } from './steps/prepare-call.ts'
import { readBody } from './steps/read-body.ts'
import { healthNews } from './steps/health-news.ts'

export interface HandleMessagesDeps extends RecordCallDeps, ChooseDeps, FailoverDeps {
  readonly adapters: Readonly<Record<Provider, ProviderAdapter>>
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
  readonly budget: BodyBudget
}

export function makeHandleMessages(deps: HandleMessagesDeps, operation: MessagesOperation) {
  const failover = { ...deps, health: healthNews(operation, deps.health) }

  return recordCall(deps, async ({ request, caller, headers, signal, ledger }) => {
    const own = callersCredential(caller, headers)
    // The body lives no longer than this: an answer may stream for an hour.
    const budget = deps.budget.open()
    try {
      const body = await readBody(request.raw, budget, bodyLimit(caller.project, own))
      const call = prepareCall(operation, request.id, request.raw.url ?? '', headers, body)
      ledger.viewed(call.view)
      const candidates = own ? [own] : chooseCandidates(deps, request.id, caller, headers)
      const work = workOf(call, ({ credential }) => deps.adapters[credential.provider])
      return await callWithFailover(failover, candidates, work, signal, ledger)
    } finally {
      budget.release()
    }
  })
}
