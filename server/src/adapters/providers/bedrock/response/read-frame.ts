// What one frame of `application/vnd.amazon.eventstream` holds: a failure, or an event of InvokeModel.
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import { decodeString, kindOf, memberValue } from '../../../../core/wire/json-tape.ts'
import { JsonSyntaxError, readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { bedrockFrameFailure } from '../errors/bedrock-failure.ts'
import type { EventStreamFrame } from './event-stream.ts'
import { StreamDamage } from './stream-decoder.ts'

/** Null for a frame that is no exception. */
export function frameFailure(
  { headers, payload }: EventStreamFrame,
  upstreamRequestId: string | null,
): UpstreamFailure | null {
  const messageType = headers.get(':message-type')
  if (messageType !== 'exception' && messageType !== 'error') return null
  const name = headers.get(messageType === 'error' ? ':error-code' : ':exception-type') ?? null
  return bedrockFrameFailure(name, payload, headers.get(':error-message') ?? null, upstreamRequestId)
}

/**
 * The JSON of the event in `{"bytes":"<base64 of one event>","p":"<padding of random length>"}`.
 * @throws StreamDamage
 */
export function eventIn({ payload }: EventStreamFrame): Uint8Array {
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
