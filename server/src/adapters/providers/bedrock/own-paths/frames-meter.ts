// Meters `application/vnd.amazon.eventstream`: events of the Messages API in chunks, or those of Converse.
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import type { AnswerEnd } from '../../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { emptyUsage, mergeInvocationMetrics, mergeMessagesUsage } from '../../../../core/usage/token-usage.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../../../../core/wire/json-object.ts'
import { bedrockFrameFailure } from '../errors/bedrock-failure.ts'
import { makeEventStreamDecoder, type EventStreamFrame } from '../answer/event-stream.ts'
import { StreamDamage } from '../answer/stream-decoder.ts'
import { upstreamIdOf } from '../answer/upstream-id.ts'
import { errorEnd, type PathMeter } from './path-meter.ts'
import { mergeConverseUsage } from './path-usage.ts'

export function makeFramesMeter(headers: RawHeaders): PathMeter {
  const usage = emptyUsage()
  const decoder = makeEventStreamDecoder()
  const upstreamRequestId = upstreamIdOf(headers)
  let frames = 0
  let failure: UpstreamFailure | null = null
  let damage: string | null = null
  /** Which event ends the stream; null until one has told whose stream it is. */
  let endsWith: 'message_stop' | 'metadata' | null = null
  let isOver = false

  function readFrame(frame: EventStreamFrame): void {
    frames += 1
    const messageType = frame.headers.get(':message-type')
    if (messageType === 'exception' || messageType === 'error') {
      failure ??= frameFailure(frame, messageType, upstreamRequestId)
      return
    }
    const type = frame.headers.get(':event-type')
    if (type === 'chunk') readMessagesEvent(eventOf(frame.payload))
    else if (type !== undefined) readConverseEvent(type, frame.payload)
  }

  function readMessagesEvent(event: JsonObject | null): void {
    if (event?.type === 'message_start') {
      endsWith = 'message_stop'
      mergeMessagesUsage(usage, jsonObject(event.message)?.usage)
    } else if (event?.type === 'message_delta') {
      mergeMessagesUsage(usage, event.usage)
    } else if (event?.type === 'message_stop') {
      isOver = true
    }
    mergeInvocationMetrics(usage, event?.['amazon-bedrock-invocationMetrics'])
  }

  function readConverseEvent(type: string, payload: Uint8Array): void {
    endsWith = 'metadata'
    if (type !== 'metadata') return
    mergeConverseUsage(usage, objectIn(payload)?.usage)
    isOver = true
  }

  return {
    usage,
    get hasBegun() {
      return frames > 0 || damage !== null
    },
    get failure() {
      return failure
    },
    push(chunk) {
      if (damage !== null) return
      try {
        for (const frame of decoder.push(chunk)) readFrame(frame)
      } catch (error) {
        if (!(error instanceof StreamDamage)) throw error
        damage = error.message
      }
    },
    finish(): AnswerEnd {
      if (failure) return errorEnd(failure)
      if (damage !== null) return cut('unreadable', damage)
      // Streams of other vendors' models have events of their own.
      if (isOver || (endsWith === null && frames > 0)) return { kind: 'complete' }
      return cut('network', `The stream ended before ${endsWith ?? 'its first event'}`)
    },
  }
}

function cut(failure: 'unreadable' | 'network', reason: string): AnswerEnd {
  return { kind: 'cut', failure, errorType: 'api_error', reason }
}

function frameFailure(
  { headers, payload }: EventStreamFrame,
  messageType: 'exception' | 'error',
  upstreamRequestId: string | null,
): UpstreamFailure {
  const name = headers.get(messageType === 'error' ? ':error-code' : ':exception-type') ?? null
  return bedrockFrameFailure(name, payload, headers.get(':error-message') ?? null, upstreamRequestId)
}

/** `{"bytes":"<base64 of one event>","p":"<padding of random length>"}` */
function eventOf(payload: Uint8Array): JsonObject | null {
  const bytes = objectIn(payload)?.bytes
  return typeof bytes === 'string' ? parseJsonObject(Buffer.from(bytes, 'base64').toString()) : null
}

function objectIn(payload: Uint8Array): JsonObject | null {
  return parseJsonObject(new TextDecoder().decode(payload))
}
