// The port a provider adapter implements: one attempt at serving one Messages call with one credential.
import type { Provider } from '@headgate/shared/providers'
import type { Credential, CredentialSecret } from '../credentials/credential.ts'
import type { CatalogModel } from '../models/catalog.ts'
import type { TokenUsage } from '../usage/token-usage.ts'
import type { BodyView } from '../wire/body-view.ts'
import type { GatewayError } from '../wire/anthropic-error.ts'
import type { UpstreamFailure } from './failure.ts'

/** Header names and values in turn, as they stood on the wire: name, value, name, value. */
export type RawHeaders = readonly string[]

/** A Messages call as the client sent it. */
export interface MessagesCall {
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

/** A credential that may serve a call, together with its secret. */
export interface Candidate {
  readonly credential: Credential
  readonly secret: CredentialSecret
}

export type AttemptResult =
  | { readonly kind: 'answer'; readonly answer: UpstreamAnswer }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure }
  /** Nothing was sent: this provider cannot serve the call, and says why. */
  | { readonly kind: 'refusal'; readonly error: GatewayError }

/** How an answer's bytes ended. Only `complete` is a success. */
export type AnswerEnd =
  | { readonly kind: 'complete' }
  /** The upstream stopped before the message was whole. */
  | { readonly kind: 'cut'; readonly reason: string }
  /** The upstream reported an error inside the stream, passed on to the client. */
  | { readonly kind: 'error'; readonly errorType: string; readonly reason: string }

/** A success that is being received. Nothing of it has reached the client yet. */
export interface UpstreamAnswer {
  readonly status: number
  /** Already without hop-by-hop headers and cookies. */
  readonly headers: RawHeaders
  /** Whether the client should see each chunk at once. */
  readonly streamed: boolean
  /** Bytes for the client. A thrown error means that the answer was cut and nothing can be appended. */
  readonly body: AsyncIterable<Uint8Array>
  readonly upstreamRequestId: string | null
  /** What the answer reported so far; final once `body` has ended. */
  readonly usage: TokenUsage
  /** How `body` ended; asked after it has. */
  end(): AnswerEnd
}

/** What an attempt went out as, known before it is sent. */
export interface AttemptTarget {
  readonly upstreamModel: string | null
  /** The model it is priced as; null when unknown. */
  readonly model: CatalogModel | null
}

export interface ProviderAdapter {
  readonly provider: Provider
  /** Pure: which model the call would go out as. */
  target(call: MessagesCall, candidate: Candidate): AttemptTarget
  /**
   * Sends the call. Resolves once it is known whether the answer is a success, before any of it may reach the
   * client; rejects only when `signal` aborts or on a defect.
   */
  attempt(call: MessagesCall, candidate: Candidate, signal: AbortSignal): Promise<AttemptResult>
}
