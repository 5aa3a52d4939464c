// What every form of a streamed answer is read as: events of the Messages API, or the failure that ends it.
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'

export type StreamPart =
  /** JSON of one event, as the upstream wrote it. */
  | { readonly kind: 'event'; readonly json: Uint8Array }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure }

export interface StreamDecoder {
  /**
   * What this chunk completes; chunks may be split anywhere. Must be iterated to its end before the next chunk,
   * unless it throws. @throws StreamDamage
   */
  push(chunk: Uint8Array): Iterable<StreamPart>
  /** What is whole once the stream has ended, although nothing closes it. */
  end(): Iterable<StreamPart>
}

/** Made for one answer; the id is AWS's own. */
export type MakeStreamDecoder = (upstreamRequestId: string | null) => StreamDecoder

/** What a stream is made of. */
export interface StreamForm {
  readonly mediaType: string
  readonly isMediaType: RegExp
  readonly decoder: MakeStreamDecoder
}

/** The bytes are not what was promised, or were damaged on the way. */
export class StreamDamage extends Error {
  override name = 'StreamDamage'
}
