// InvokeModelWithResponseStream: each frame carries one event in base64, or is an exception.
import { makeEventStreamDecoder, type EventStreamFrame } from './event-stream.ts'
import { eventIn, frameFailure } from './read-frame.ts'
import type { StreamDecoder, StreamPart } from './stream-decoder.ts'

export function decodeFrames(upstreamRequestId: string | null): StreamDecoder {
  const decoder = makeEventStreamDecoder()
  return {
    *push(chunk) {
      for (const frame of decoder.push(chunk)) {
        const part = partOf(frame, upstreamRequestId)
        if (part) yield part
      }
    },
    end: () => [],
  }
}

/** Null for kinds of frames that are not known. */
function partOf(frame: EventStreamFrame, upstreamRequestId: string | null): StreamPart | null {
  const failure = frameFailure(frame, upstreamRequestId)
  if (failure) return { kind: 'failure', failure }
  const { headers } = frame
  if (headers.get(':message-type') !== 'event' || headers.get(':event-type') !== 'chunk') return null
  return { kind: 'event', json: eventIn(frame) }
}
