// Reads the error body of an answer: Anthropic's envelope, or whatever stood in the way of it.
import type { ErrorAnswer } from '../../../core/upstream/failure.ts'
import { headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { jsonObject, parseJsonObject } from '../../../core/wire/json-object.ts'

export interface ErrorBody {
  readonly type: string | null
  readonly message: string | null
  readonly code: string | null
}

/** @returns '' for a body that cannot be read. */
export function errorText({ body, plain = body }: ErrorAnswer): string {
  return plain === null ? '' : new TextDecoder().decode(plain)
}

/** Null when the text is not an error of the API. */
export function readErrorBody(text: string): ErrorBody | null {
  const error = jsonObject(parseJsonObject(text)?.error)
  if (!error) return null
  const string = (value: unknown) => (typeof value === 'string' ? value : null)
  const read = {
    type: string(error.type),
    message: string(error.message),
    code: string(jsonObject(error.details)?.error_code),
  }
  return read.type === null && read.message === null ? null : read
}

export function isHtml(headers: RawHeaders): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(headerValue(headers, 'content-type') ?? '')
}
