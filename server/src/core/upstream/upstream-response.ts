// The one way to make an upstream's response of its parts: it always finishes, whoever reads it and however far.
import type { TokenUsage } from '../usage/token-usage.ts'
import type { ResponseEnd, UpstreamResponse } from './provider.ts'

export interface ResponseParts extends Pick<UpstreamResponse, 'status' | 'headers' | 'streamed'> {
  /** Asked when it is needed: some upstreams tell it only after the head has gone out. */
  readonly upstreamRequestId: () => string | null
  readonly usage: () => TokenUsage
  /** @param finish hears how the body ended; what follows the first time is ignored */
  readonly body: (finish: (end: ResponseEnd) => void) => AsyncIterable<Uint8Array>
}

export function makeUpstreamResponse({
  status,
  headers,
  streamed,
  upstreamRequestId,
  usage,
  body: open,
}: ResponseParts): UpstreamResponse {
  const { promise: finished, resolve: finish } = Promise.withResolvers<ResponseEnd>()
  const body = open(finish)
  return {
    status,
    headers,
    streamed,
    body,
    get upstreamRequestId() {
      return upstreamRequestId()
    },
    get usage() {
      return usage()
    },
    finished,
    abandon() {
      finish({ kind: 'unread' })
      void body[Symbol.asyncIterator]()
        .return?.()
        .catch(() => undefined)
    },
  }
}
