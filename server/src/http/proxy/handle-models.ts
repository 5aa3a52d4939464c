// GET /v1/models and /v1/models/{id}: what the credentials of a project can serve, in Anthropic's form.
import { answerModels } from '../../core/models/answer-models.ts'
import { listBedrockModels } from '../../core/models/list-bedrock-models.ts'
import { findListedModel, mergeModels } from '../../core/models/listed-model.ts'
import { requestedModels } from '../../core/models/requested-models.ts'
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import { workOf, type Candidate } from '../../core/upstream/provider.ts'
import { recordCall } from './record-call.ts'
import type { HandleOtherPathsDeps } from './handle-other-paths.ts'
import { callersCredential } from './steps/callers-credential.ts'
import { checkPath } from './steps/check-path.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import { originForm } from './steps/origin-form.ts'
import { healthNews } from './steps/health-news.ts'
import { makeUpstreamModels } from './upstream-models.ts'

export interface HandleModelsDeps extends HandleOtherPathsDeps, ChooseDeps {
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
}

export function makeHandleModels(deps: HandleModelsDeps) {
  const failover = { ...deps, health: healthNews('models', deps.health) }
  const upstreamModels = makeUpstreamModels(deps)

  return recordCall(deps, async ({ request, caller, headers, signal, ledger }) => {
    const { method, id: requestId } = request
    const url = originForm(request.raw.url)
    checkPath(method, url)
    const own = callersCredential(caller, headers)
    const candidates = own ? [own] : chooseCandidates(deps, requestId, caller, headers)
    const forward = (to: readonly Candidate[]) => {
      const work = workOf({ requestId, method, url, headers, body: null }, () => deps.anthropicPaths)
      return callWithFailover(failover, to, work, signal, ledger)
    }
    const anthropic = candidates.filter(({ credential }) => credential.provider === 'anthropic')
    if (anthropic.length === candidates.length) return forward(anthropic)

    const wanted = requestedModels(url)
    const models = mergeModels(
      await upstreamModels(anthropic, signal),
      listBedrockModels(candidates, deps.state().overrides, deps.now()),
    )
    const isUnlisted = wanted.kind === 'one' && findListedModel(models, wanted.id) === null
    if (isUnlisted && anthropic.length > 0) return forward(anthropic)
    return { kind: 'own', status: 200, value: answerModels(models, wanted) }
  })
}
