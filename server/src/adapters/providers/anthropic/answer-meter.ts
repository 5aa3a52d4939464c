// Reads usage and completeness out of a Messages answer while it passes by untouched.
import type { AnswerEnd } from '../../../core/upstream/provider.ts'
import { asObject, emptyUsage, mergeMessagesUsage, type TokenUsage } from '../../../core/usage/token-usage.ts'
import { concatBytes } from '../../../core/wire/json-edit.ts'
import { makeSseReader } from '../../../core/wire/sse-reader.ts'

export interface AnswerMeter {
  readonly usage: TokenUsage
  push(chunk: Uint8Array): void
  /** Called once, after the last chunk: completes `usage`. */
  finish(): AnswerEnd
}

const decoder = new TextDecoder()

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(decoder.decode(bytes)))
  } catch {
    return null
  }
}

/** Both the `error` event and a JSON error body have this shape. */
function errorEnd(value: Readonly<Record<string, unknown>> | null): AnswerEnd {
  const error = asObject(value?.error)
  const text = (field: unknown, fallback: string) => (typeof field === 'string' ? field : fallback)
  return {
    kind: 'error',
    errorType: text(error?.type, 'api_error'),
    reason: text(error?.message, 'The upstream reported an error inside its answer'),
  }
}

/** For `text/event-stream`: the numbers are in `message_start` and `message_delta`. */
export function makeStreamMeter(): AnswerMeter {
  const usage = emptyUsage()
  let end: AnswerEnd = { kind: 'cut', reason: 'The stream ended before message_stop' }
  const reader = makeSseReader({
    onEvent(name, data) {
      if (name === 'message_start') mergeMessagesUsage(usage, asObject(parseObject(data)?.message)?.usage)
      else if (name === 'message_delta') mergeMessagesUsage(usage, parseObject(data)?.usage)
      else if (name === 'message_stop') end = { kind: 'complete' }
      else if (name === 'error') end = errorEnd(parseObject(data))
    },
  })
  return { usage, push: (chunk) => reader.push(chunk), finish: () => end }
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
      const message = parseObject(concatBytes(parts))
      if (message?.type === 'error') return errorEnd(message)
      mergeMessagesUsage(usage, message?.usage)
      return { kind: 'complete' }
    },
  }
}
