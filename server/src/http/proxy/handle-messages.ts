// POST /v1/messages, the product: read it downwards.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from '@headgate/shared/providers'
import type { RequestRecord } from '../../core/requests/request-record.ts'
import {
  callWithFailover,
  type CallResult,
  type FailoverDeps,
} from '../../core/routing/call-with-failover.ts'
import { workOf, type ProviderAdapter } from '../../core/upstream/provider.ts'
import { authenticate, type AuthenticateDeps } from './steps/authenticate.ts'
import type { BodyBudget } from './steps/body-budget.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import { watchClient } from './steps/client-closed.ts'
import { deliver } from './deliver.ts'
import { openLedger, type Ledger } from './steps/ledger.ts'
import { prepareCall } from './steps/prepare-call.ts'
import { bodyLimit } from './steps/body-limit.ts'
import { readBody } from './steps/read-body.ts'
import { pathOf } from '../request-path.ts'

export interface HandleMessagesDeps extends AuthenticateDeps, ChooseDeps, FailoverDeps {
  readonly adapters: Readonly<Record<Provider, ProviderAdapter>>
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
  readonly budget: BodyBudget
  readonly settle: (record: RequestRecord) => void
}

export function makeHandleMessages(deps: HandleMessagesDeps) {
  return async function handleMessages(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const ledger = openLedger(request.id, `${request.method} ${pathOf(request.raw.url)}`, deps.now)
    const client = watchClient(reply.raw)
    let result: CallResult | null = null
    try {
      result = await serve(deps, request, client.signal, ledger)
      ledger.served(result)
      await deliver(result, reply, client.signal, ledger)
    } catch (error) {
      ledger.threw(error)
      // Once the head is out, the connection has been dealt with and there is nobody to answer.
      if (!reply.sent) throw error
    } finally {
      client.release()
      if (result?.kind === 'answered') ledger.ended(result.settle())
      const record = ledger.close()
      if (record) deps.settle(record)
    }
  }
}

/** The body lives no longer than this: an answer may stream for an hour. */
async function serve(
  deps: HandleMessagesDeps,
  request: FastifyRequest,
  signal: AbortSignal,
  ledger: Ledger,
): Promise<CallResult> {
  const headers = request.raw.rawHeaders
  const caller = authenticate(deps, headers)
  ledger.identified(caller, headers)
  const budget = deps.budget.open()
  try {
    const body = await readBody(request.raw, budget, bodyLimit(caller.project))
    const call = prepareCall('messages', request.id, request.raw.url ?? '', headers, body)
    ledger.viewed(call.view)
    const candidates = chooseCandidates(deps, request.id, caller, headers)
    const work = workOf(call, ({ credential }) => deps.adapters[credential.provider])
    return await callWithFailover(deps, candidates, work, signal, ledger)
  } finally {
    budget.release()
  }
}
