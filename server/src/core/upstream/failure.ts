// Why an attempt at an upstream failed, and what the client hears of it.
import type { FailureKind } from '@headgate/shared/requests'
import type { GatewayError } from '../wire/anthropic-error.ts'
import type { RawHeaders } from './raw-headers.ts'

/** An error as an upstream has answered it, read whole. */
export interface ErrorAnswer {
  readonly status: number
  readonly headers: RawHeaders
  readonly body: Uint8Array
  /** The body without its coding; null where that cannot be undone, absent where there is none. */
  readonly plain?: Uint8Array | null
}

/** An upstream's error exactly as it came, or the gateway's own words for it. */
export type FailureResponse =
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
  readonly answer: FailureResponse
}
