// The ports a provider adapter implements: one attempt at serving one call with one credential.
import type { Provider } from '@headgate/shared/providers'
import type { FailureKind } from '@headgate/shared/requests'
import type { Credential, CredentialSecret } from '../credentials/credential.ts'
import type { Secret } from '../vault/secret.ts'
import type { CatalogModel } from '../models/catalog.ts'
import type { TokenUsage } from '../usage/token-usage.ts'
import type { BodyView } from '../wire/body-view.ts'
import type { GatewayError } from '../wire/anthropic-error.ts'
import type { UpstreamFailure } from './failure.ts'
import type { RawHeaders } from './raw-headers.ts'

/** What each provider takes, as received and as decompressed. */
export const MAX_BODY_BYTES: Readonly<Record<Provider, number>> = {
  anthropic: 32 * 2 ** 20,
  bedrock: 20 * 2 ** 20,
}

/** `POST /v1/messages` and `POST /v1/messages/count_tokens` have the same shape. */
export type MessagesOperation = 'messages' | 'count_tokens'

/** A Messages call as the client sent it. */
export interface MessagesCall {
  readonly operation: MessagesOperation
  /** `req_...`, the gateway's id of this call. */
  readonly requestId: string
  /** Query string with its `?`, or ''. */
  readonly query: string
  readonly headers: RawHeaders
  /** As received, possibly compressed. */
  readonly body: Uint8Array
  /** The same, decompressed; identical to `body` when it was not compressed. */
  readonly plainBody: Uint8Array
  readonly view: BodyView
}

/** Any other request, as the client sent it: its body is not looked at. */
export interface PlainCall {
  readonly requestId: string
  readonly method: string
  /** Path and query, as received. */
  readonly url: string
  readonly headers: RawHeaders
  /** Null when the request has none. A stream can be sent once. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null
}

/** The caller brought a credential of their own, which is passed through and never kept. */
export interface CallersOwn {
  readonly provider: 'anthropic'
  readonly method: 'callers_credential'
  readonly id: null
  readonly accountId: null
  readonly endpointUrl: string | null
}

/** `secrets` are known to be kept out of logs and records; what is sent are the caller's own headers. */
export type CandidateSecret =
  CredentialSecret | { readonly method: 'callers_credential'; readonly secrets: readonly Secret[] }

/** A credential that may serve a call, together with its secret. */
export interface Candidate {
  readonly credential: Credential | CallersOwn
  readonly secret: CandidateSecret
}

/** A candidate out of the vault. */
export interface VaultCandidate extends Candidate {
  readonly credential: Credential
  readonly secret: CredentialSecret
}

export type AttemptResult =
  | { readonly kind: 'answer'; readonly answer: UpstreamResponse; readonly rejectedBefore?: UpstreamFailure }
  /** `rejectedBefore`: the first try of two, with a token that has been renewed since. */
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure; readonly rejectedBefore?: UpstreamFailure }
  /** Nothing was sent: this provider cannot serve the call, and says why. */
  | { readonly kind: 'not_sent'; readonly error: GatewayError }

/** How an answer's bytes ended. Only `complete` is a success; `unread` is for the reader to explain. */
export type ResponseEnd = { readonly kind: 'complete' } | { readonly kind: 'unread' } | BrokenEnd

/** `cut`: the upstream stopped before the message was whole. `error`: it reported an error inside its answer. */
export interface BrokenEnd {
  readonly kind: 'cut' | 'error'
  readonly failure: FailureKind
  readonly errorType: string
  readonly reason: string
}

/** A success that is being received. Nothing of it has reached the client yet. */
export interface UpstreamResponse {
  readonly status: number
  /** Already without hop-by-hop headers and cookies. */
  readonly headers: RawHeaders
  /** Whether the client should see each chunk at once. */
  readonly streamed: boolean
  /** Bytes for the client. A thrown error means that the answer was cut and nothing can be appended. */
  readonly body: AsyncIterable<Uint8Array>
  /** Null until the upstream has told it. */
  readonly upstreamRequestId: string | null
  /** What the answer reported so far; final once it has finished. */
  readonly usage: TokenUsage
  /** Resolves when `body` has ended, or was given up. Never rejects. */
  readonly finished: Promise<ResponseEnd>
  /** Gives up a body that nobody will read to its end. Does nothing once it has finished. */
  abandon(): void
}

/** What an attempt went out as, known before it is sent. */
export interface AttemptTarget {
  readonly upstreamModel: string | null
  /** The model it is priced as; null when unknown. */
  readonly model: CatalogModel | null
}

/** One kind of call on one provider. */
export interface CallPort<Call> {
  /** Pure: which model the call would go out as. */
  target(call: Call, candidate: Candidate): AttemptTarget
  /**
   * Sends the call. Resolves once it is known whether the answer is a success, before any of it may reach the
   * client; rejects only when `signal` aborts or on a defect.
   * @param hasNext another candidate is left: a stream that begins with an error is then a failure
   */
  attempt(call: Call, candidate: Candidate, signal: AbortSignal, hasNext?: boolean): Promise<AttemptResult>
}

export interface ProviderAdapter extends CallPort<MessagesCall> {
  readonly provider: Provider
}

/** One call with the choice of what serves it left open. */
export interface Work {
  readonly requestId: string
  target(candidate: Candidate): AttemptTarget
  attempt(candidate: Candidate, signal: AbortSignal, hasNext: boolean): Promise<AttemptResult>
}

export function workOf<Call extends { readonly requestId: string }>(
  call: Call,
  portOf: (candidate: Candidate) => CallPort<Call>,
): Work {
  return {
    requestId: call.requestId,
    target: (candidate) => portOf(candidate).target(call, candidate),
    attempt: (candidate, signal, hasNext) => portOf(candidate).attempt(call, candidate, signal, hasNext),
  }
}
