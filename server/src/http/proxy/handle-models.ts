// GET /v1/models and /v1/models/{id}: what the credentials of a project can serve, in Anthropic's form.
import { listBedrockModels } from '../../core/models/list-bedrock-models.ts'
import { findListedModel, mergeModels } from '../../core/models/listed-model.ts'
import { pageOfModels } from '../../core/models/page-of-models.ts'
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import { workOf, type Candidate } from '../../core/upstream/provider.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { accountFor } from './account-for.ts'
import type { HandleOtherPathsDeps } from './handle-other-paths.ts'
import { authenticate } from './steps/authenticate.ts'
import { callersOwn } from './steps/callers-own.ts'
import { checkPath } from './steps/check-path.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import { originForm } from './steps/origin-form.ts'
import { requestedModels } from './steps/requested-models.ts'
import { secretNewsOnly } from './steps/secret-news.ts'
import { makeUpstreamModels } from './upstream-models.ts'

export interface HandleModelsDeps extends HandleOtherPathsDeps, ChooseDeps {
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
}

export function makeHandleModels(deps: HandleModelsDeps) {
  const quiet = { ...deps, health: secretNewsOnly(deps.health) }
  const upstreamModels = makeUpstreamModels(deps)

  return accountFor(deps, async ({ request, headers, signal, ledger }) => {
    const caller = authenticate(deps, headers)
    ledger.identified(caller, headers)
    const { method, id: requestId } = request
    const url = originForm(request.raw.url)
    checkPath(method, url)
    const own = callersOwn(caller, headers)
    const candidates = own ? [own] : chooseCandidates(deps, requestId, caller, headers)
    const forward = (to: readonly Candidate[]) => {
      const work = workOf({ requestId, method, url, headers, body: null }, () => deps.anthropicPaths)
      return callWithFailover(quiet, to, work, signal, ledger)
    }
    const anthropic = candidates.filter(({ credential }) => credential.provider === 'anthropic')
    if (anthropic.length === candidates.length) return forward(anthropic)

    const wanted = requestedModels(url)
    const models = mergeModels(
      await upstreamModels(anthropic, signal),
      listBedrockModels(candidates, deps.state().overrides, deps.now()),
    )
    if (wanted.kind === 'page') return { kind: 'own', status: 200, value: pageOfModels(models, wanted.page) }
    const found = findListedModel(models, wanted.id)
    if (found) return { kind: 'own', status: 200, value: found }
    if (anthropic.length > 0) return forward(anthropic)
    throw new GatewayError('not_found_error', `model: ${wanted.id.slice(0, 200)}`)
  })
}
