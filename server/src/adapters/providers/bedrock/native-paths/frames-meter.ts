// UsageReaders `application/vnd.amazon.eventstream`: events of the Messages API in chunks, or those of Converse.
import { cutEnd } from '../../../../core/upstream/usage-reader.ts'
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import type { ResponseEnd } from '../../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { mergeEventUsage } from '../../../../core/usage/merge-event-usage.ts'
import { emptyUsage, mergeInvocationMetrics } from '../../../../core/usage/token-usage.ts'
import { parseJsonObject, type JsonObject } from '../../../../core/wire/json-object.ts'
import { INVOCATION_METRICS } from '../response/answer-json.ts'
import { makeEventStreamDecoder, type EventStreamFrame } from '../response/event-stream.ts'
import { eventIn, frameFailure } from '../response/read-frame.ts'
import { StreamDamage } from '../response/stream-decoder.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'
import { errorEnd, type PathUsageReader } from './path-meter.ts'
import { mergeConverseUsage } from './path-usage.ts'

export function makeFramesUsageReader(headers: RawHeaders): PathUsageReader {
  const usage = emptyUsage()
  const decoder = makeEventStreamDecoder()
  const upstreamRequestId = upstreamRequestIdOf(headers)
  let frames = 0
  let failure: UpstreamFailure | null = null
  let damage: string | null = null
  /** Which event ends the stream; null until one has told whose stream it is. */
  let endsWith: 'message_stop' | 'metadata' | null = null
  let isOver = false

  function readFrame(frame: EventStreamFrame): void {
    frames += 1
    const told = frameFailure(frame, upstreamRequestId)
    const type = frame.headers.get(':event-type')
    if (told) failure ??= told
    else if (type === 'chunk') readMessagesEvent(messagesEvent(frame))
    else if (type !== undefined) readConverseEvent(type, frame.payload)
  }

  function readMessagesEvent(event: JsonObject | null): void {
    if (event?.type === 'message_start') endsWith = 'message_stop'
    if (event?.type === 'message_stop') isOver = true
    mergeEventUsage(usage, event?.type, () => event)
    mergeInvocationMetrics(usage, event?.[INVOCATION_METRICS])
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
    finish(): ResponseEnd {
      if (failure) return errorEnd(failure)
      if (damage !== null) return cutEnd('unreadable', damage)
      // Streams of other vendors' models have events of their own.
      if (isOver || (endsWith === null && frames > 0)) return { kind: 'complete' }
      return cutEnd('network', `The stream ended before ${endsWith ?? 'its first event'}`)
    },
  }
}

/** Null for what cannot be read: the bytes pass all the same. */
function messagesEvent(frame: EventStreamFrame): JsonObject | null {
  try {
    return objectIn(eventIn(frame))
  } catch (error) {
    if (error instanceof StreamDamage) return null
    throw error
  }
}

function objectIn(payload: Uint8Array): JsonObject | null {
  return parseJsonObject(new TextDecoder().decode(payload))
}
