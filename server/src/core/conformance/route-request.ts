// Sends a client's request on one credential, through the ports that the data plane sends it through.
import type { Provider } from '@headgate/shared/providers'
import { answerModels } from '../models/answer-models.ts'
import { mergeModels, type ListedModel } from '../models/listed-model.ts'
import { requestedModels } from '../models/requested-models.ts'
import type { BedrockPathCall } from '../upstream/bedrock-path-call.ts'
import type {
  AttemptResult,
  CallPort,
  MessagesCall,
  MessagesOperation,
  PlainCall,
  VaultCandidate,
} from '../upstream/provider.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { viewBody } from '../wire/body-view.ts'
import type { ClientRequest } from './check.ts'

export interface ConformancePorts {
  readonly adapters: Readonly<Record<Provider, CallPort<MessagesCall>>>
  readonly anthropicPaths: CallPort<PlainCall>
  readonly bedrockPaths: CallPort<BedrockPathCall>
  /** What the gateway itself lists for a Bedrock credential. */
  readonly bedrockModels: (candidate: VaultCandidate) => readonly ListedModel[]
}

export interface SentRequest {
  readonly request: ClientRequest
  readonly requestId: string
}

/** The gateway's own answer: no upstream is asked. */
export interface LocalResponse {
  readonly kind: 'own'
  readonly value: object
}

const OPERATIONS: ReadonlyMap<string, MessagesOperation> = new Map([
  ['/v1/messages', 'messages'],
  ['/v1/messages/count_tokens', 'count_tokens'],
])
const INVOKE = /^\/model\/([^/]+)\/invoke$/

/** Rejects only when `signal` aborts or on a defect. */
export async function routeRequest(
  ports: ConformancePorts,
  candidate: VaultCandidate,
  { request, requestId }: SentRequest,
  signal: AbortSignal,
): Promise<AttemptResult | LocalResponse> {
  const { provider } = candidate.credential
  const messages = messagesCall(request, requestId)
  if (messages !== null) return ports.adapters[provider].attempt(messages, candidate, signal)
  const { method, path: url } = request
  const headers = rawHeaders(request)
  const body = request.body === null ? null : new TextEncoder().encode(request.body)
  if (provider === 'anthropic')
    return ports.anthropicPaths.attempt({ requestId, method, url, headers, body }, candidate, signal)
  const modelId = INVOKE.exec(url)?.[1]
  if (modelId === undefined) return ownModels(ports.bedrockModels(candidate), url)
  const path = { kind: 'model', operation: 'invoke', modelId: decodeURIComponent(modelId) } as const
  return ports.bedrockPaths.attempt({ requestId, path, query: '', headers, body }, candidate, signal)
}

/** Null for other paths. */
export function messagesCall(request: ClientRequest, requestId: string): MessagesCall | null {
  const [path = '', ...query] = request.path.split(/(?=\?)/)
  const operation = OPERATIONS.get(path)
  if (operation === undefined || request.body === null) return null
  const body = new TextEncoder().encode(request.body)
  const headers = rawHeaders(request)
  return { operation, requestId, query: query.join(''), headers, body, plainBody: body, view: viewBody(body) }
}

function rawHeaders({ headers }: ClientRequest): string[] {
  return [...Object.entries(headers).flat(), 'user-agent', 'headgate']
}

function ownModels(listed: readonly ListedModel[], url: string): LocalResponse | AttemptResult {
  try {
    return { kind: 'own', value: answerModels(mergeModels(listed), requestedModels(url)) }
  } catch (error) {
    if (error instanceof GatewayError) return { kind: 'not_sent', error }
    throw error
  }
}
