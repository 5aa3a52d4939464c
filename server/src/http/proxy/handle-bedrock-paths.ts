// Bedrock's own paths behind a project key, for clients that think they talk to AWS: read it downwards.
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import type { RoutedProject } from '../../core/routing/gateway-state.ts'
import type { BedrockPath, BedrockPathCall } from '../../core/upstream/bedrock-path-call.ts'
import { MAX_BODY_BYTES, workOf, type CallPort, type Candidate } from '../../core/upstream/provider.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { pathOf } from '../request-path.ts'
import { parseBedrockPath } from './bedrock-paths/parse-path.ts'
import { unknownOperation } from './bedrock-paths/send-aws-error.ts'
import { recordCall, type RecordCallDeps } from './record-call.ts'
import type { BodyBudget } from './steps/body-budget.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import { healthNews, kindOfPath } from './steps/health-news.ts'
import type { Ledger } from './steps/ledger.ts'
import { originForm } from './steps/origin-form.ts'
import { readBody } from './steps/read-body.ts'

/** AWS's public control plane knows nothing of a Bedrock that is elsewhere. */
const NO_CONTROL =
  'This gateway reaches Bedrock at an address of its own and knows no control plane there: an operator can set HEADGATE_BEDROCK_CONTROL_URL.'

export interface HandleBedrockPathsDeps extends RecordCallDeps, ChooseDeps, FailoverDeps {
  readonly bedrockPaths: CallPort<BedrockPathCall>
  /** Whether inference profiles may be asked for. */
  readonly hasBedrockControl: boolean
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
  readonly budget: BodyBudget
}

export function makeHandleBedrockPaths(deps: HandleBedrockPathsDeps) {
  return recordCall(deps, async ({ request, caller, headers, signal, ledger }) => {
    const url = originForm(request.raw.url)
    const path = parseBedrockPath(request.method, pathOf(url))
    if (path === null) throw unknownOperation()
    if (path.kind === 'inference_profiles' && !deps.hasBedrockControl) throw unknownOperation(NO_CONTROL)
    noteModel(ledger, path)
    if (!hasBedrock(caller.project)) throw noBedrock(caller.project)
    // The body lives no longer than this: an answer may stream for an hour.
    const budget = deps.budget.open()
    try {
      const body =
        path.kind === 'model' ? (await readBody(request.raw, budget, MAX_BODY_BYTES.bedrock)).plain : null
      const candidates = chooseCandidates(deps, request.id, caller, headers).filter(isBedrock)
      if (candidates.length === 0) throw noBedrock(caller.project)
      const call = { requestId: request.id, path, query: url.slice(pathOf(url).length), headers, body }
      const work = workOf(call, () => deps.bedrockPaths)
      const failover = { ...deps, health: healthNews(kindOfPath(path), deps.health) }
      return await callWithFailover(failover, candidates, work, signal, ledger)
    } finally {
      budget.release()
    }
  })
}

function noteModel(ledger: Ledger, path: BedrockPath): void {
  if (path.kind !== 'model') return
  ledger.viewed({ model: path.modelId, stream: path.operation.endsWith('-stream'), sessionId: null })
}

function isBedrock({ credential }: Candidate): boolean {
  return credential.provider === 'bedrock'
}

function hasBedrock({ pool }: RoutedProject): boolean {
  return pool.some(({ candidate }) => isBedrock(candidate))
}

function noBedrock({ slug }: RoutedProject): GatewayError {
  return new GatewayError(
    'invalid_request_error',
    `This path exists only on Bedrock, and the project '${slug}' has no Bedrock credential that may serve it.`,
  )
}
