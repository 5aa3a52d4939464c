// Every other path of Anthropic's API: handed on as it comes, to one credential, without looking inside.
import { callWithFailover, type FailoverPorts } from '../routing/call-with-failover.ts'
import type { GatewayState } from '../routing/gateway-state.ts'
import { workOf, type CallPort, type PlainCall } from '../upstream/provider.ts'
import { callersCredential } from './callers-credential.ts'
import { checkPath } from './check-path.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import { healthNews } from './health-news.ts'
import type { Served } from './deliver.ts'
import { pathOf } from './request-path.ts'
import type { KnownCall } from './serve-call.ts'

/** Inference in other forms than a message. */
const BILLED = /^\/v1\/(?:chat\/completions|complete)$/

export interface ServeOtherPathsPorts extends FailoverPorts {
  readonly state: () => GatewayState
  readonly anthropicPaths: CallPort<PlainCall>
}

export async function serveOtherPaths(
  ports: ServeOtherPathsPorts,
  { call, caller, facts }: KnownCall,
): Promise<Served> {
  const { requestId, method, url, rawHeaders: headers } = call
  checkPath(method, url)
  facts.isBilled = method === 'POST' && BILLED.test(pathOf(url))
  const candidate = callersCredential(caller, headers) ?? chooseWorkspace(ports.state(), caller, headers, url)
  const plain = { requestId, method, url, headers, body: call.streamBody() }
  const work = workOf(plain, () => ports.anthropicPaths)
  const failover = { ...ports, health: healthNews('other_paths', ports.health) }
  return callWithFailover(failover, [candidate], work, call.signal, facts)
}
