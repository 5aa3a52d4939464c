// An answer that passes byte for byte, while a meter looks on.
import type { AnswerEnd, UpstreamAnswer } from '../../../core/upstream/provider.ts'
import { clientVisibleHeaders, headerValue } from '../../../core/upstream/raw-headers.ts'
import { TransportError, type HttpAnswer } from '../../../core/upstream/transport.ts'
import { cutEnd, type AnswerMeter } from './answer-meter.ts'

export function passThrough(answer: HttpAnswer, meter: AnswerMeter, streamed: boolean): UpstreamAnswer {
  let end: AnswerEnd = { kind: 'unread' }
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
  meter: AnswerMeter,
  onEnd: (end: AnswerEnd) => void,
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
