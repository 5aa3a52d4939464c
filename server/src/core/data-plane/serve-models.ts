// GET /v1/models and /v1/models/{id}: what the credentials of a project can serve, in Anthropic's form.
import { answerModels } from '../models/answer-models.ts'
import { listBedrockModels } from '../models/list-bedrock-models.ts'
import { findListedModel, mergeModels } from '../models/listed-model.ts'
import { requestedModels } from '../models/requested-models.ts'
import { callWithFailover, type FailoverPorts } from '../routing/call-with-failover.ts'
import { workOf, type Candidate } from '../upstream/provider.ts'
import { callersCredential } from './callers-credential.ts'
import { checkPath } from './check-path.ts'
import { chooseCandidates, type ChoosePorts } from './choose-candidates.ts'
import { healthNews } from './health-news.ts'
import type { Served } from './deliver.ts'
import type { KnownCall } from './serve-call.ts'
import type { ServeOtherPathsPorts } from './serve-other-paths.ts'
import type { UpstreamModels } from './upstream-models.ts'
import { isAnthropic } from '../upstream/of-provider.ts'

export interface ServeModelsPorts extends ServeOtherPathsPorts, ChoosePorts {
  readonly health: ChoosePorts['health'] & FailoverPorts['health']
  readonly upstreamModels: UpstreamModels
}

export async function serveModels(
  ports: ServeModelsPorts,
  { call, caller, facts }: KnownCall,
): Promise<Served> {
  const { requestId, method, url, rawHeaders: headers, signal } = call
  checkPath(method, url)
  const brought = callersCredential(caller, headers)
  const candidates = brought ? [brought] : chooseCandidates(ports, caller, call, null)
  const forward = (to: readonly Candidate[]) => {
    const failover = { ...ports, health: healthNews('models', ports.health) }
    const work = workOf({ requestId, method, url, headers, body: null }, () => ports.anthropicPaths)
    return callWithFailover(failover, to, work, signal, facts)
  }
  const anthropic = candidates.filter(({ credential }) => isAnthropic(credential))
  if (anthropic.length === candidates.length) return forward(anthropic)

  const wanted = requestedModels(url)
  const models = mergeModels(
    await ports.upstreamModels(anthropic, signal),
    listBedrockModels(candidates, ports.state().overrides, ports.clock.now()),
  )
  const isUnlisted = wanted.kind === 'one' && findListedModel(models, wanted.id) === null
  if (isUnlisted && anthropic.length > 0) return forward(anthropic)
  return { kind: 'local', status: 200, value: answerModels(models, wanted) }
}
