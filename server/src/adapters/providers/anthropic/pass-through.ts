// An answer that passes byte for byte, while a meter looks on.
import { cutEnd, type UsageReader } from '../../../core/upstream/answer-meter.ts'
import type { ResponseEnd, UpstreamResponse } from '../../../core/upstream/provider.ts'
import { clientVisibleHeaders, headerValue } from '../../../core/upstream/raw-headers.ts'
import { TransportError, type HttpResponse } from '../../../core/upstream/transport.ts'

export function passThrough(answer: HttpResponse, meter: UsageReader, streamed: boolean): UpstreamResponse {
  let end: ResponseEnd = { kind: 'unread' }
  return {
    status: answer.status,
    headers: clientVisibleHeaders(answer.headers),
    streamed,
    body: meteredBody(answer.body, meter, (reached) => {
      end = reached
    }),
    upstreamRequestId: headerValue(answer.headers, 'request-id') ?? null,
    usage: meter.usage,
    end: () => end,
  }
}

async function* meteredBody(
  body: AsyncIterable<Uint8Array>,
  meter: UsageReader,
  onEnd: (end: ResponseEnd) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      meter.push(chunk)
      yield chunk
    }
    onEnd(meter.finish())
  } catch (error) {
    if (error instanceof TransportError) onEnd(cutEnd(error.kind, error.message))
    throw error
  }
}
