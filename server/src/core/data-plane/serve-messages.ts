// POST /v1/messages, the product, and the counting of its tokens: read it downwards.
import type { Provider } from '@headgate/shared/providers'
import { shortened, undecoratedName } from '../models/parse-model-id.ts'
import { callWithFailover, type FailoverPorts } from '../routing/call-with-failover.ts'
import { workOf, type CallPort, type MessagesCall, type MessagesOperation } from '../upstream/provider.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { bodyLimit } from './body-limit.ts'
import { callersCredential } from './callers-credential.ts'
import { chooseCandidates, type ChoosePorts } from './choose-candidates.ts'
import { healthNews } from './health-news.ts'
import { messagesCall } from './messages-call.ts'
import type { Served } from './deliver.ts'
import type { KnownCall } from './serve-call.ts'

export interface ServeMessagesPorts extends ChoosePorts, FailoverPorts {
  readonly adapters: Readonly<Record<Provider, CallPort<MessagesCall>>>
  readonly health: ChoosePorts['health'] & FailoverPorts['health']
  /** Whether `anthropic/<name>` and `<name>[1m]` mean `<name>`. */
  readonly modelAliases: boolean
}

export async function serveMessages(
  ports: ServeMessagesPorts,
  operation: MessagesOperation,
  { call, caller, facts }: KnownCall,
): Promise<Served> {
  const brought = callersCredential(caller, call.rawHeaders)
  const body = await call.readBody(bodyLimit(caller.project, brought))
  try {
    const message = messagesCall(operation, call, body)
    facts.view = message.view
    if (!ports.modelAliases) requirePlainName(message.view.model)
    facts.isBilled = operation === 'messages'
    const candidates = brought ? [brought] : chooseCandidates(ports, caller, call, message.view.model)
    const work = workOf(message, ({ credential }) => ports.adapters[credential.provider])
    const failover = { ...ports, health: healthNews(operation, ports.health) }
    return await callWithFailover(failover, candidates, work, call.signal, facts)
  } finally {
    // The body lives no longer than this: an answer may stream for an hour.
    body.release()
  }
}

/** @throws GatewayError the same on both providers. */
function requirePlainName(model: string): void {
  const plain = undecoratedName(model)
  if (plain === null) return
  throw new GatewayError(
    'not_found_error',
    `model: ${shortened(model)} is an alias of ${shortened(plain)}, and aliases are turned off on this gateway.`,
  )
}
