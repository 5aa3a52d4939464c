// Reads usage and completeness out of a Messages answer while it passes by untouched.
import { redactText } from '../../../core/redaction/redact.ts'
import { cutEnd, MAX_METERED_BYTES, type UsageReader } from '../../../core/upstream/usage-reader.ts'
import type { ResponseEnd, BrokenEnd } from '../../../core/upstream/provider.ts'
import { mergeEventUsage } from '../../../core/usage/merge-event-usage.ts'
import { emptyUsage, mergeMessagesUsage } from '../../../core/usage/token-usage.ts'
import { statusOfErrorType } from '../../../core/wire/anthropic-error.ts'
import { makeByteCollector } from '../../../core/wire/byte-collector.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../../../core/wire/json-object.ts'
import { makeSseReader } from '../../../core/wire/sse-reader.ts'
import { failureKindOf } from './classify-failure.ts'

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

/** Some servers leave the name out: the data says the same. */
export function eventType(name: string, data: Uint8Array): unknown {
  return name === '' || name === 'message' ? parseObject(data)?.type : name
}

/** For `text/event-stream`: the numbers are in `message_start` and `message_delta`. */
export function makeStreamUsageReader(): UsageReader {
  const usage = emptyUsage()
  let end: ResponseEnd = cutEnd('network', 'The stream ended before message_stop')
  let isOver = false
  const reader = makeSseReader({
    onEvent(name, data) {
      // What was cut in the middle of its data is no event.
      if (isOver && parseObject(data) === null) return
      const type = eventType(name, data)
      mergeEventUsage(usage, type, () => parseObject(data))
      if (type === 'message_stop') end = { kind: 'complete' }
      else if (type === 'error') end = errorEnd(parseObject(data))
    },
  })
  return {
    usage,
    push: (chunk) => reader.push(chunk),
    finish() {
      isOver = true
      reader.end()
      return end
    },
  }
}

/** For an answer that was compressed although nobody asked for it: it passes, and says nothing of itself. */
export function makeOpaqueUsageReader(): UsageReader {
  return { usage: emptyUsage(), push: () => undefined, finish: () => ({ kind: 'complete' }) }
}

/** One of them stands in every answer to a message or a count. */
const ANSWER_MEMBERS = ['content', 'usage', 'input_tokens']

/** For a JSON answer, whose `usage` is read once it is whole. */
export function makeJsonUsageReader(): UsageReader {
  const usage = emptyUsage()
  const collector = makeByteCollector(MAX_METERED_BYTES)
  return {
    usage,
    push: (chunk) => collector.push(chunk),
    finish() {
      const bytes = collector.whole()
      if (bytes === null) return { kind: 'complete' }
      const message = parseObject(bytes)
      if (message === null) return UNREADABLE
      if (message.type === 'error' || jsonObject(message.error)) return errorEnd(message)
      mergeMessagesUsage(usage, message.usage)
      const isAnswer = message.type === 'message' || ANSWER_MEMBERS.some((name) => name in message)
      return isAnswer ? { kind: 'complete' } : UNREADABLE
    },
  }
}
