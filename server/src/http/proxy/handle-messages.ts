// POST /v1/messages, the product, and the counting of its tokens: read it downwards.
import type { Provider } from '@headgate/shared/providers'
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import { workOf, type MessagesOperation, type ProviderAdapter } from '../../core/upstream/provider.ts'
import { accountFor, type AccountDeps } from './account-for.ts'
import { authenticate, type AuthenticateDeps } from './steps/authenticate.ts'
import type { BodyBudget } from './steps/body-budget.ts'
import { bodyLimit } from './steps/body-limit.ts'
import { callersOwn } from './steps/callers-own.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import { prepareCall } from './steps/prepare-call.ts'
import { readBody } from './steps/read-body.ts'
import { secretNewsOnly } from './steps/secret-news.ts'

export interface HandleMessagesDeps extends AccountDeps, AuthenticateDeps, ChooseDeps, FailoverDeps {
  readonly adapters: Readonly<Record<Provider, ProviderAdapter>>
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
  readonly budget: BodyBudget
}

export function makeHandleMessages(deps: HandleMessagesDeps, operation: MessagesOperation) {
  // Counting has limits of its own, which say nothing about messages.
  const failover = operation === 'messages' ? deps : { ...deps, health: secretNewsOnly(deps.health) }

  return accountFor(deps, async ({ request, headers, signal, ledger }) => {
    const caller = authenticate(deps, headers)
    ledger.identified(caller, headers)
    const own = callersOwn(caller, headers)
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
