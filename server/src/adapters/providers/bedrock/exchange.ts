// What all calls to Bedrock share: one request, authorized and sent.
import type { Logger } from '../../../core/log.ts'
import type { CatalogModel } from '../../../core/models/catalog.ts'
import { logFailure } from '../../../core/upstream/log-failure.ts'
import { readAll } from '../../../core/upstream/read-all.ts'
import type { HttpResponse, HttpRequest, Transport } from '../../../core/upstream/transport.ts'
import { withoutIdentity } from './errors/without-identity.ts'
import { authorizeRequest, type Authorization, type AuthorizeDeps } from './authorize.ts'
import {
  asAttemptFailed,
  AttemptFailed,
  MAX_ERROR_BYTES,
  type LoggedAttempt,
} from './errors/attempt-failed.ts'
import { bedrockHttpFailure } from './errors/bedrock-failure.ts'

export interface ExchangeDeps extends AuthorizeDeps {
  readonly transport: Transport
  readonly log: Logger
  readonly now: () => Date
  /** A stream that begins with this much silence is begun all the same. */
  readonly silenceMs: number
}

/** What is kept of an attempt while its answer streams: the request's body is not. */
export interface Exchange extends LoggedAttempt {
  readonly model: CatalogModel | null
  readonly signal: AbortSignal
}

/** Before it is authorized. */
export interface Outgoing extends HttpRequest {
  readonly body: Uint8Array | null
  readonly authorization: Authorization
}

/** Answers of any status. @throws AwsIdentityError, TransportError: see `errors/attempt-failed.ts` */
export async function authorizeAndSend(
  deps: ExchangeDeps,
  { candidate, signal }: Pick<Exchange, 'candidate' | 'signal'>,
  { authorization, ...request }: Outgoing,
): Promise<HttpResponse> {
  const authorized = await authorizeRequest(deps, request, candidate, authorization, signal)
  const answer = await deps.transport.send(authorized, signal)
  return answer.status === 200 ? answer : withoutIdentity(answer, authorized)
}

/** @throws AttemptFailed for every answer that is not 200, and for none. */
export async function sendRequest(
  deps: ExchangeDeps,
  exchange: Exchange,
  outgoing: Outgoing,
): Promise<HttpResponse> {
  try {
    const answer = await authorizeAndSend(deps, exchange, outgoing)
    if (answer.status === 200) return answer
    throw await errorResponse(deps, exchange, answer)
  } catch (error) {
    throw asAttemptFailed(deps, exchange, error, 'before its head')
  }
}

async function errorResponse(
  deps: ExchangeDeps,
  exchange: Exchange,
  { status, headers, body: rest }: HttpResponse,
): Promise<AttemptFailed> {
  const body = (await readAll(rest, MAX_ERROR_BYTES)) ?? new Uint8Array()
  logFailure(deps.log, exchange, exchange.candidate, { url: exchange.url, status, headers, body })
  return new AttemptFailed(bedrockHttpFailure(status, headers, body, deps.now()), 'error')
}
