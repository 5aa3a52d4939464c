// Sends one request to an Anthropic upstream and tells answers from failures.
import type { Logger } from '../../../core/log.ts'
import { logFailure } from '../../../core/upstream/log-failure.ts'
import type { AttemptResult, Candidate, UpstreamResponse } from '../../../core/upstream/provider.ts'
import { readAll } from '../../../core/upstream/read-all.ts'
import { transportFailure } from '../../../core/upstream/transport-failure.ts'
import {
  TransportError,
  type HttpResponse,
  type HttpRequest,
  type Transport,
} from '../../../core/upstream/transport.ts'
import { classifyAnthropicFailure, type FailedCall } from './classify-failure.ts'
import { holdStream, isEventStream } from './hold-stream.ts'

const MAX_ERROR_BYTES = 4 * 2 ** 20

export interface AnthropicDeps {
  readonly transport: Transport
  readonly log: Logger
  /** Where credentials without an `endpointUrl` of their own are sent. */
  readonly defaultUrl: string
  readonly now: () => Date
}

export interface Sending {
  readonly requestId: string
  readonly candidate: Candidate
  readonly request: HttpRequest
  readonly wrapped: FailedCall['wrapped']
  /** Null for an answer that is a failure: it is read whole. */
  readonly accept: (answer: HttpResponse) => UpstreamResponse | null
  /** A stream that begins with an error is a failure: somebody else may still serve the call. */
  readonly isHeld?: boolean
}

export async function sendCall(
  { transport, log, now }: AnthropicDeps,
  { requestId, candidate, request, wrapped, accept, isHeld = false }: Sending,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const url = request.url.href
  try {
    const answer = await transport.send(request, signal)
    const held = isHeld && isEventStream(answer) ? await holdStream(answer) : { answer, failure: null }
    if (held.failure) {
      logFailure(log, { requestId }, candidate, { url, cause: held.failure.reason })
      return { kind: 'failure', failure: held.failure }
    }
    const accepted = accept(held.answer)
    if (accepted) return { kind: 'answer', answer: accepted }
    const body = await readAll(answer.body, MAX_ERROR_BYTES)
    if (body === null)
      throw new TransportError('network', `Error answer of more than ${MAX_ERROR_BYTES} bytes`)
    const { status, headers } = answer
    logFailure(log, { requestId }, candidate, { url, status, headers, body })
    const secretOf = candidate.secret.method === 'callers_credential' ? 'caller' : 'vault'
    const failed = { requestId, secretOf, wrapped, now: now() } as const
    return {
      kind: 'failure',
      failure: classifyAnthropicFailure({ status, headers, body, ...plainOf(answer, body) }, failed),
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    logFailure(log, { requestId }, candidate, { url, cause: error.message })
    return { kind: 'failure', failure: transportFailure(error, 'before its head') }
  }
}

/** What a compressed error says, for those who have to know what it means. */
function plainOf({ decode }: HttpResponse, body: Uint8Array): { readonly plain?: Uint8Array | null } {
  return decode ? { plain: decode(body) } : {}
}

export function baseUrl(
  { defaultUrl }: Pick<AnthropicDeps, 'defaultUrl'>,
  { credential }: Pick<Candidate, 'credential'>,
): string {
  return (credential.endpointUrl ?? defaultUrl).replace(/\/+$/, '')
}
