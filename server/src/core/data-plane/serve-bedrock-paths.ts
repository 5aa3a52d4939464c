// AWS-native paths behind a project key, for clients that think they talk to AWS: read it downwards.
import { callWithFailover, type FailoverPorts } from '../routing/call-with-failover.ts'
import type { RoutedProject } from '../routing/gateway-state.ts'
import type { BedrockPath, BedrockPathCall } from '../upstream/bedrock-path-call.ts'
import { MAX_BODY_BYTES, workOf, type CallPort, type Candidate } from '../upstream/provider.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { unknownOperation } from '../wire/aws-error.ts'
import { chooseCandidates, type ChoosePorts } from './choose-candidates.ts'
import { healthNews, kindOfPath } from './health-news.ts'
import { parseBedrockPath } from './parse-bedrock-path.ts'
import { pathOf, queryOf } from './request-path.ts'
import type { Served } from './deliver.ts'
import type { KnownCall } from './serve-call.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

/** AWS's public control plane knows nothing of a Bedrock that is elsewhere. */
const NO_CONTROL =
  'This gateway reaches Bedrock at an address of its own and knows no control plane there: an operator can set HEADGATE_BEDROCK_CONTROL_URL.'

export interface ServeBedrockPathsPorts extends ChoosePorts, FailoverPorts {
  readonly bedrockPaths: CallPort<BedrockPathCall>
  /** Whether inference profiles may be asked for. */
  readonly hasBedrockControl: boolean
  readonly health: ChoosePorts['health'] & FailoverPorts['health']
}

export async function serveBedrockPaths(
  ports: ServeBedrockPathsPorts,
  { call, caller, facts }: KnownCall,
): Promise<Served> {
  const { requestId, method, url, rawHeaders: headers } = call
  const path = parseBedrockPath(method, pathOf(url))
  if (path === null) throw unknownOperation()
  if (path.kind === 'inference_profiles' && !ports.hasBedrockControl) throw unknownOperation(NO_CONTROL)
  facts.view = viewOf(path)
  facts.isBilled = path.kind === 'model' && path.operation !== 'count-tokens'
  if (!hasBedrock(caller.project)) throw noBedrock(caller.project)
  const body = path.kind === 'model' ? await call.readBody(MAX_BODY_BYTES.bedrock) : null
  try {
    const candidates = chooseCandidates(ports, caller, call, facts.view?.model ?? null).filter(isBedrock)
    if (candidates.length === 0) throw noBedrock(caller.project)
    const native = { requestId, path, query: queryOf(url), headers, body: body?.plain ?? null }
    const work = workOf(native, () => ports.bedrockPaths)
    const failover = { ...ports, health: healthNews(kindOfPath(path), ports.health) }
    return await callWithFailover(failover, candidates, work, call.signal, facts)
  } finally {
    body?.release()
  }
}

function viewOf(path: BedrockPath): KnownCall['facts']['view'] {
  return path.kind === 'model'
    ? { model: path.modelId, stream: path.operation.endsWith('-stream'), sessionId: null }
    : null
}

function isBedrock({ credential }: Candidate): boolean {
  return bedrockOf(credential) !== null
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
