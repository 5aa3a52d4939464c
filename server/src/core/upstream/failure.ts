// Why an attempt at an upstream failed, as a closed list that the failover table decides on.
import type { GatewayError } from '../wire/anthropic-error.ts'

export type FailureKind =
  /** 429 with a chance soon. */
  | 'rate_limited'
  /** A daily quota or spend limit: waiting a minute does not help. */
  | 'quota_exhausted'
  /** 529, or 503 from Bedrock. */
  | 'overloaded'
  /** Any other 5xx. */
  | 'server_error'
  /** The upstream said that it gave up waiting, or sent nothing in time. */
  | 'timed_out'
  /** DNS, connect, TLS, or the connection ended before an answer. */
  | 'network'
  /** The upstream refused the vault's own secret. */
  | 'credential_refused'
  /** The secret is good but may not use this model. */
  | 'access_denied'
  /** The credential's provider does not serve the model here. */
  | 'model_unavailable'
  /** A success status whose answer cannot be read. */
  | 'unreadable'
  /** The request itself is at fault: any other upstream would say the same. */
  | 'invalid_request'

/** An upstream's error exactly as it came, or the gateway's own words for it. */
export type FailureAnswer =
  | {
      readonly kind: 'verbatim'
      readonly status: number
      readonly headers: readonly string[]
      readonly body: Uint8Array
      /** From the envelope, for the record; null when the body has none. */
      readonly errorType: string | null
    }
  | { readonly kind: 'gateway'; readonly error: GatewayError }

export interface UpstreamFailure {
  readonly kind: FailureKind
  /** Upstream HTTP status; null when no head arrived. */
  readonly status: number | null
  /** The upstream's own words, masked and short: shown in the console and kept in the request record. */
  readonly reason: string
  /** How long the upstream asked to be left alone. */
  readonly retryAfterMs: number | null
  readonly upstreamRequestId: string | null
  readonly answer: FailureAnswer
}
