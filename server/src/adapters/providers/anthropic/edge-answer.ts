// An error that does not come from the API itself: the page of a network edge, put into the API's terms.
import type { FailureResponse } from '../../../core/upstream/failure.ts'
import {
  clientVisibleHeaders,
  filterHeaders,
  headerValue,
  type RawHeaders,
} from '../../../core/upstream/raw-headers.ts'
import {
  errorEnvelope,
  errorTypeOfStatus,
  type AnthropicErrorType,
} from '../../../core/wire/anthropic-error.ts'

const MAX_QUOTE_CHARS = 200

/** The same status and its useful headers; the body is an envelope that says what came instead of one. */
export function edgeResponse(
  status: number,
  headers: RawHeaders,
  text: string,
  requestId: string,
): Extract<FailureResponse, { kind: 'verbatim' }> {
  const ownId = headerValue(headers, 'request-id')
  const errorType = errorTypeOf(status)
  const message = `The upstream answered HTTP ${status} with ${whatCame(text)} instead of an API error.`
  const body = new TextEncoder().encode(errorEnvelope(errorType, message, ownId ?? requestId))
  // What describes the body describes another one.
  const kept = filterHeaders(
    clientVisibleHeaders(headers),
    (name) => !name.startsWith('content-') && name !== 'etag' && name !== 'last-modified',
  )
  if (ownId === undefined) kept.push('request-id', requestId)
  kept.push('content-type', 'application/json', 'content-length', String(body.length))
  return { kind: 'verbatim', status, headers: kept, body, errorType }
}

/** A page by its title, other text by its beginning. */
export function whatCame(text: string): string {
  const title = /<title[^>]*>([^<]{1,1000})/i.exec(text)?.[1]
  if (title !== undefined) return `a page titled "${shorten(title)}"`
  const plain = shorten(text.replaceAll(/<[^>]{0,1000}>/g, ' '))
  return plain === '' ? 'no readable body' : `"${plain}"`
}

function shorten(text: string): string {
  const line = text
    .slice(0, 10_000)
    .replaceAll(/[\s\p{Cc}\uFFFD]+/gu, ' ')
    .trim()
  return line.length > MAX_QUOTE_CHARS ? `${line.slice(0, MAX_QUOTE_CHARS)}...` : line
}

function errorTypeOf(status: number): AnthropicErrorType {
  const known = errorTypeOfStatus(status)
  if (known !== null) return known
  if (status === 408) return 'timeout_error'
  return status >= 500 ? 'api_error' : 'invalid_request_error'
}
