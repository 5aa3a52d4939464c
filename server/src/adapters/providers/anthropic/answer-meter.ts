// Reads usage and completeness out of a Messages answer while it passes by untouched.
import type { AnswerEnd, BrokenEnd } from '../../../core/upstream/provider.ts'
import { redactText } from '../../../core/redaction/redact.ts'
import { emptyUsage, mergeMessagesUsage, type TokenUsage } from '../../../core/usage/token-usage.ts'
import { statusOfErrorType } from '../../../core/wire/anthropic-error.ts'
import { concatBytes } from '../../../core/wire/bytes.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../../../core/wire/json-object.ts'
import { makeSseReader } from '../../../core/wire/sse-reader.ts'
import { failureKindOf } from './classify-failure.ts'

export interface AnswerMeter {
  readonly usage: TokenUsage
  push(chunk: Uint8Array): void
  /** Called once, after the last chunk: completes `usage`. */
  finish(): AnswerEnd
}

const decoder = new TextDecoder()

const parseObject = (bytes: Uint8Array) => parseJsonObject(decoder.decode(bytes))

/** Both the `error` event and a JSON error body have this shape. */
function errorEnd(value: JsonObject | null): BrokenEnd {
  const error = jsonObject(value?.error)
  const text = (field: unknown, fallback: string) => (typeof field === 'string' ? field : fallback)
  const errorType = text(error?.type, 'api_error')
  return {
    kind: 'error',
    failure: failureKindOf(statusOfErrorType(errorType)),
    errorType,
    reason: redactText(text(error?.message, 'The upstream reported an error inside its answer')),
  }
}

/** A body that is no JSON object is not an answer, whatever its status says. */
const UNREADABLE: BrokenEnd = {
  kind: 'error',
  failure: 'unreadable',
  errorType: 'api_error',
  reason: 'The upstream answered with success and something that is not a message',
}

/** The end of an answer whose last part never came. */
export function cutEnd(failure: 'network' | 'timed_out', reason: string): BrokenEnd {
  return { kind: 'cut', failure, errorType: 'api_error', reason: redactText(reason) }
}

/** For `text/event-stream`: the numbers are in `message_start` and `message_delta`. */
export function makeStreamMeter(): AnswerMeter {
  const usage = emptyUsage()
  let end: AnswerEnd = cutEnd('network', 'The stream ended before message_stop')
  const reader = makeSseReader({
    onEvent(name, data) {
      if (name === 'message_start') mergeMessagesUsage(usage, jsonObject(parseObject(data)?.message)?.usage)
      else if (name === 'message_delta') mergeMessagesUsage(usage, parseObject(data)?.usage)
      else if (name === 'message_stop') end = { kind: 'complete' }
      else if (name === 'error') end = errorEnd(parseObject(data))
    },
  })
  return { usage, push: (chunk) => reader.push(chunk), finish: () => end }
}

/** For an answer that was compressed although nobody asked for it: it passes, and says nothing of itself. */
export function makeOpaqueMeter(): AnswerMeter {
  return { usage: emptyUsage(), push: () => undefined, finish: () => ({ kind: 'complete' }) }
}

/** Answers beyond this size pass all the same, but their usage is not read. */
const MAX_METERED_BYTES = 32 * 2 ** 20

/** For a JSON answer, whose `usage` is read once it is whole. */
export function makeJsonMeter(): AnswerMeter {
  const usage = emptyUsage()
  let parts: Uint8Array[] = []
  let length = 0
  return {
    usage,
    push(chunk) {
      length += chunk.length
      if (length <= MAX_METERED_BYTES) parts.push(chunk)
      else parts = []
    },
    finish() {
      if (length > MAX_METERED_BYTES) return { kind: 'complete' }
      const message = parseObject(concatBytes(parts))
      if (message === null) return UNREADABLE
      if (message.type === 'error') return errorEnd(message)
      mergeMessagesUsage(usage, message.usage)
      return { kind: 'complete' }
    },
  }
}
