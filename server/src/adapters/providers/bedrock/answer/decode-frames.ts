// InvokeModelWithResponseStream: each frame carries one event in base64, or is an exception.
import { decodeString, kindOf, memberValue } from '../../../../core/wire/json-tape.ts'
import { JsonSyntaxError, readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { bedrockFrameFailure } from '../errors/bedrock-failure.ts'
import { makeEventStreamDecoder, type EventStreamFrame } from './event-stream.ts'
import { StreamDamage, type StreamDecoder, type StreamPart } from './stream-decoder.ts'

export function decodeFrames(upstreamRequestId: string | null): StreamDecoder {
  const decoder = makeEventStreamDecoder()
  return {
    *push(chunk) {
      for (const frame of decoder.push(chunk)) {
        const part = partOf(frame, upstreamRequestId)
        if (part) yield part
      }
    },
  }
}

/** Null for kinds of frames that are not known. */
function partOf({ headers, payload }: EventStreamFrame, upstreamRequestId: string | null): StreamPart | null {
  const messageType = headers.get(':message-type')
  if (messageType === 'exception' || messageType === 'error') {
    const name = headers.get(messageType === 'error' ? ':error-code' : ':exception-type') ?? null
    const words = headers.get(':error-message') ?? null
    return { kind: 'failure', failure: bedrockFrameFailure(name, payload, words, upstreamRequestId) }
  }
  if (messageType !== 'event' || headers.get(':event-type') !== 'chunk') return null
  return { kind: 'event', json: eventOf(payload) }
}

/** `{"bytes":"<base64 of one event>","p":"<padding of random length>"}` */
function eventOf(payload: Uint8Array): Uint8Array {
  try {
    const tape = readJsonTape(payload, 1)
    const bytes = memberValue(tape, 0, 'bytes')
    if (bytes === undefined || kindOf(tape, bytes) !== 'string')
      throw new StreamDamage('A frame holds no bytes')
    return Buffer.from(decodeString(tape, bytes), 'base64')
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new StreamDamage(`A frame holds no JSON: ${error.message}`, { cause: error })
  }
}
