// Reads what a client would see; whatever is not as it should be is said in a short sentence.
import { headerValue } from '../upstream/raw-headers.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../wire/json-object.ts'
import { demand, Unfit, type Seen } from './check.ts'

/** An error as the Messages API writes it. */
export interface ErrorSeen {
  readonly type: string
  readonly message: string
}

/** @throws Unfit unless the answer is a success that came whole. */
export function demandSuccess(seen: Seen): void {
  demand(seen.status >= 200 && seen.status < 300, describeRejection(seen))
  demand(seen.broken === null, `Status ${seen.status}, and then: ${seen.broken}`)
}

/** @throws Unfit unless the answer is a success with a JSON object. */
export function readJson(seen: Seen): JsonObject {
  demandSuccess(seen)
  demand(isJson(seen), `The content type is ${contentType(seen)} instead of application/json`)
  const value = parseJsonObject(seen.text)
  demand(value !== null, 'The body is no JSON object')
  return value
}

/** @throws Unfit unless the answer is a whole message. */
export function readMessage(seen: Seen): JsonObject {
  const message = readJson(seen)
  demand(message.type === 'message', `The body is of type ${shown(message.type)} instead of message`)
  demand(message.role === 'assistant', `The role is ${shown(message.role)} instead of assistant`)
  demand(isText(message.id), 'The message has no id')
  demand(Array.isArray(message.content), 'The message has no list of content')
  demand(isText(message.stop_reason), 'The message has no stop_reason')
  return message
}

/** @throws Unfit unless the body is an error envelope. */
export function readError(seen: Seen): ErrorSeen {
  const envelope = parseJsonObject(seen.text)
  const error = jsonObject(envelope?.error)
  demand(envelope?.type === 'error' && error !== null, `Status ${seen.status} without an error envelope`)
  demand(isText(error.type), `Status ${seen.status} with an error that has no type`)
  demand(isText(error.message), `Status ${seen.status} with an error that has no message`)
  return { type: error.type, message: error.message }
}

/** In one line, for the detail of a check. */
export function describeRejection(seen: Seen): string {
  return `HTTP ${seen.status}: ${seen.reason ?? errorMessage(seen) ?? (seen.text.trim() || 'no body')}`
}

function errorMessage(seen: Seen): string | null {
  try {
    return readError(seen).message
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    return null
  }
}

export function contentType({ headers }: Seen): string {
  return headerValue(headers, 'content-type') ?? 'missing'
}

function isJson(seen: Seen): boolean {
  return /^application\/json\b/i.test(contentType(seen))
}

/** @throws Unfit unless it is a count. */
export function demandCount(usage: JsonObject | null, field: string): number {
  const count = usage?.[field]
  demand(
    typeof count === 'number' && Number.isInteger(count) && count >= 0,
    `usage.${field} is ${shown(count)}`,
  )
  return count
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

const MAX_SHOWN_CHARS = 80

/** A value inside a sentence. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}...` : text
}
