// Carries out a client's request on one credential as the data plane does, and tells what the client would see of it.
import type { Clock } from '../clock.ts'
import type { Caller } from '../data-plane/authenticate.ts'
import type { CallEnd } from '../data-plane/call-facts.ts'
import type { ClientCall, ClientResponse } from '../data-plane/client-call.ts'
import { routeCall, type RoutePorts } from '../data-plane/route-call.ts'
import { serveKnown } from '../data-plane/serve-call.ts'
import { redactText } from '../redaction/redact.ts'
import { hideInEnd, secretHider, type Hide } from '../upstream/hide-secret.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import { readAll } from '../upstream/read-all.ts'
import { errorEnvelope } from '../wire/anthropic-error.ts'
import type { ClientRequest, Seen } from './check.ts'

export interface ConformancePorts extends Pick<
  RoutePorts,
  'adapters' | 'anthropicPaths' | 'bedrockPaths' | 'state' | 'log'
> {
  readonly clock: Clock
}

export interface SentRequest {
  readonly request: ClientRequest
  readonly requestId: string
}

/** A client does not see all that the upstream said: a rejected credential is the operator's affair. */
export interface Performed {
  readonly seen: Seen
  /** Null when no upstream answered. */
  readonly upstreamStatus: number | null
}

const MAX_ANSWER_BYTES = 2 ** 20

/** Rejects only when `signal` aborts or on a defect. */
export async function performRequest(
  ports: ConformancePorts,
  candidate: VaultCandidate,
  sent: SentRequest,
  signal: AbortSignal,
): Promise<Performed> {
  const hide = secretHider(candidate.secret)
  const client = collectingClient(sent, signal)
  const end = await serveKnown(ports.clock, client.call, callerOf(candidate), (known) =>
    routeCall(routePorts(ports), known),
  )
  const { status, headers, text } = client.received()
  return {
    seen: { status, headers, text: hide(text), ...complaintOf(end, client.isTooLong(), hide) },
    upstreamStatus: upstreamStatusOf(end),
  }
}

/** A check says nothing of a credential's health, and asks no other credential. */
function routePorts(ports: ConformancePorts): RoutePorts {
  return {
    ...ports,
    health: { isCooling: () => false, note: () => undefined, recover: () => undefined },
    modelAliases: true,
    random: () => 0,
    hasBedrockControl: true,
    upstreamModels: () => Promise.resolve([]),
  }
}

/** A project whose pool is this credential alone, whether it is enabled or not. */
function callerOf({ credential, secret }: VaultCandidate): Caller {
  const candidate = { credential: { ...credential, enabled: true }, secret }
  return {
    key: {
      id: 'doctor',
      digest: new Uint8Array(),
      projectId: 'doctor',
      name: 'doctor',
      expiresAt: null,
      revokedAt: null,
    },
    project: {
      id: 'doctor',
      slug: 'doctor',
      enabled: true,
      strategy: 'priority',
      workspaceAccess: true,
      passThrough: false,
      pool: [{ candidate, priority: 0, weight: 1 }],
    },
  }
}

interface Received {
  status: number
  headers: readonly string[]
  text: string
}

function collectingClient({ request, requestId }: SentRequest, signal: AbortSignal) {
  let received: Received = { status: 0, headers: [], text: '' }
  let tooLong = false
  const body = request.body === null ? new Uint8Array() : new TextEncoder().encode(request.body)
  const call: ClientCall = {
    requestId,
    method: request.method,
    url: request.path,
    rawHeaders: [...Object.entries(request.headers).flat(), 'user-agent', 'headgate'],
    address: '',
    signal,
    readBody: () => Promise.resolve({ received: body, plain: body, release: () => undefined }),
    streamBody: () => null,
    async respond(response) {
      const bytes = await bytesOf(response, requestId, (head) => void (received = { ...head, text: '' }))
      if (bytes === null) tooLong = true
      else received = { ...received, text: new TextDecoder().decode(bytes) }
    },
  }
  return { call, received: () => received, isTooLong: () => tooLong }
}

/** Null for more than is read. */
async function bytesOf(
  response: ClientResponse,
  requestId: string,
  onHead: (head: Omit<Received, 'text'>) => void,
): Promise<Uint8Array | null> {
  switch (response.kind) {
    case 'stream':
      onHead(response)
      return readAll(response.body, MAX_ANSWER_BYTES)
    case 'bytes':
      onHead(response)
      return response.body
    case 'json':
      onHead({ status: response.status, headers: JSON_HEADERS })
      return new TextEncoder().encode(JSON.stringify(response.value))
    case 'error': {
      const { status, type, message } = response.error
      onHead({ status, headers: [...JSON_HEADERS, 'request-id', requestId] })
      return new TextEncoder().encode(errorEnvelope(type, message, requestId))
    }
  }
}

const JSON_HEADERS = ['content-type', 'application/json']

function complaintOf(end: CallEnd, isTooLong: boolean, hide: Hide): Pick<Seen, 'broken' | 'reason'> {
  if (isTooLong) return { broken: 'It is larger than 1 MB.', reason: null }
  switch (end.kind) {
    case 'answered': {
      const how = hideInEnd(end.end, hide)
      const broken = 'reason' in how ? how.reason : how.kind === 'unread' ? 'The answer was not read.' : null
      return { broken, reason: null }
    }
    case 'failed':
      return { broken: null, reason: end.failure.reason }
    case 'denied':
      return { broken: null, reason: redactText(end.error.message) }
    case 'local':
    case 'client_left':
    case 'killed':
      return { broken: null, reason: null }
  }
}

function upstreamStatusOf(end: CallEnd): number | null {
  switch (end.kind) {
    case 'answered':
      return end.response.status
    case 'failed':
      return end.failure.status
    case 'denied':
    case 'local':
    case 'client_left':
    case 'killed':
      return null
  }
}
