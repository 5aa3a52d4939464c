// Carries out a client's request on one credential, and tells what the client would see of it.
import { redactText } from '../redaction/redact.ts'
import { hideSecret, hideInEnd, secretHider, type Hide } from '../upstream/hide-secret.ts'
import type { UpstreamResponse, VaultCandidate } from '../upstream/provider.ts'
import type { UpstreamFailure } from '../upstream/failure.ts'
import { readAll } from '../upstream/read-all.ts'
import { errorEnvelope, type GatewayError } from '../wire/anthropic-error.ts'
import type { Seen } from './check.ts'
import { routeRequest, type ConformancePorts, type SentRequest } from './route-request.ts'

/** What a client sees is not always what the upstream said: a rejected credential is none of its business. */
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
  const { requestId } = sent
  const hide = secretHider(candidate.secret)
  const result = await routeRequest(ports, candidate, sent, signal)
  switch (result.kind) {
    case 'own': {
      const headers = ['content-type', 'application/json']
      const text = JSON.stringify(result.value)
      return { seen: { status: 200, headers, text, broken: null, reason: null }, upstreamStatus: null }
    }
    case 'not_sent':
      return { seen: gatewayAnswer(result.error, requestId, null), upstreamStatus: null }
    case 'failure': {
      const failure = hideSecret(result.failure, hide)
      return { seen: failureSeen(failure, requestId), upstreamStatus: failure.status }
    }
    case 'answer':
      return { seen: await readAnswer(result.answer, hide), upstreamStatus: result.answer.status }
  }
}

function failureSeen({ answer, reason }: UpstreamFailure, requestId: string): Seen {
  if (answer.kind === 'gateway') return gatewayAnswer(answer.error, requestId, reason)
  const { status, headers, body } = answer
  return { status, headers, text: new TextDecoder().decode(body), broken: null, reason }
}

/** As the data plane writes what the gateway says itself. */
function gatewayAnswer(error: GatewayError, requestId: string, reason: string | null): Seen {
  return {
    status: error.status,
    headers: ['content-type', 'application/json', 'request-id', requestId],
    text: errorEnvelope(error.type, error.message, requestId),
    broken: null,
    reason: reason ?? redactText(error.message),
  }
}

async function readAnswer(answer: UpstreamResponse, hide: Hide): Promise<Seen> {
  const { status, headers } = answer
  let text = ''
  try {
    const body = await readAll(answer.body, MAX_ANSWER_BYTES)
    if (body === null) return { status, headers, text, broken: 'It is larger than 1 MB.', reason: null }
    text = hide(new TextDecoder().decode(body))
  } catch (error) {
    // A cut answer throws, and says so at its end as well; everything else is not about the answer.
    if (answer.end().kind !== 'cut') throw error
  }
  const end = hideInEnd(answer.end(), hide)
  const broken = 'reason' in end ? end.reason : end.kind === 'unread' ? 'The answer was not read.' : null
  return { status, headers, text, broken, reason: null }
}
