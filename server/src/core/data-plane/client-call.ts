// One call of a client, as the data plane sees it: no framework and no socket.
import type { UpstreamResponse } from '../upstream/provider.ts'
import type { RawHeaders } from '../upstream/raw-headers.ts'
import type { GatewayError } from '../wire/anthropic-error.ts'

/** A whole request body. It counts against the memory for bodies until it is released. */
export interface RequestBody {
  readonly received: Uint8Array
  /** Decompressed; identical to `received` when the body was not compressed. */
  readonly plain: Uint8Array
  release(): void
}

export type ClientResponse =
  | ({ readonly kind: 'stream' } & Pick<UpstreamResponse, 'status' | 'headers' | 'streamed' | 'body'>)
  | {
      readonly kind: 'bytes'
      readonly status: number
      readonly headers: RawHeaders
      readonly body: Uint8Array
    }
  | { readonly kind: 'json'; readonly status: number; readonly value: object }
  /** Written in the shape that the clients of the path read. */
  | {
      readonly kind: 'error'
      readonly error: GatewayError
      readonly headers: Readonly<Record<string, string>>
    }

export interface ClientCall {
  /** `req_...`, the gateway's id of this call. */
  readonly requestId: string
  readonly method: string
  /** Path and query, as the client spelled them. */
  readonly url: string
  readonly rawHeaders: RawHeaders
  /** The client's network address. */
  readonly address: string
  /** Aborts with a ClientClosedError when the client leaves. */
  readonly signal: AbortSignal
  /** To be called once the caller is known. @throws GatewayError 400, 408, 413 or 503; ClientClosedError */
  readBody(maxBytes: number): Promise<RequestBody>
  /** A body that passes through and is never held; null without one. To be read once. */
  streamBody(): AsyncIterable<Uint8Array> | null
  /**
   * Resolves when the last byte has been handed over.
   * @throws ClientClosedError when the client left; what the body threw, after breaking the connection
   */
  respond(response: ClientResponse, onFirstByte: () => void): Promise<void>
}

/** The client left before its answer was complete. Nobody is left to be told. */
export class ClientClosedError extends Error {
  override name = 'ClientClosedError'
  constructor(options?: { cause?: unknown }) {
    super('The client closed the connection', options)
  }
}
