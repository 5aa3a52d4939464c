// The port for HTTP towards upstreams.
import type { RawHeaders } from './raw-headers.ts'

export interface HttpRequest {
  readonly method: string
  readonly url: URL
  /** Path and query in a spelling that `url` would change; its own when missing. */
  readonly rawPath?: string
  readonly headers: RawHeaders
  /** A stream is sent once, as it comes. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null
  /** Codings that an answer may come in, in lower case; others are undone. Absent: it passes as it comes. */
  readonly takenCodings?: readonly string[]
}

export interface HttpResponse {
  readonly status: number
  readonly headers: RawHeaders
  /** Ends when the message is complete; throws `TransportError` when it was cut. Not iterating stops the flow. */
  readonly body: AsyncIterable<Uint8Array>
  /** Undoes the coding of a whole body; null when that cannot be done. Absent for a body without a coding. */
  readonly decode?: (bytes: Uint8Array) => Uint8Array | null
}

/** No answer, or not all of it. */
export class TransportError extends Error {
  override name = 'TransportError'
  readonly kind: 'network' | 'timed_out'
  constructor(kind: 'network' | 'timed_out', message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
  }
}

export interface Transport {
  /** @throws TransportError when no head arrived; the signal's reason when it aborted. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>
}
