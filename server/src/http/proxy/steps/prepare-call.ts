// From an HTTP request to a call the providers understand.
import type { MessagesCall, MessagesOperation } from '../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { InvalidBodyError, viewBody } from '../../../core/wire/body-view.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import type { RequestBody } from './read-body.ts'

export function prepareCall(
  operation: MessagesOperation,
  requestId: string,
  url: string,
  headers: RawHeaders,
  body: RequestBody,
): MessagesCall {
  const queryAt = url.indexOf('?')
  return {
    operation,
    requestId,
    query: queryAt === -1 ? '' : url.slice(queryAt),
    headers,
    body: body.received,
    plainBody: body.plain,
    view: viewOf(body.plain),
  }
}

function viewOf(plain: Uint8Array) {
  try {
    return viewBody(plain)
  } catch (error) {
    if (!(error instanceof InvalidBodyError)) throw error
    throw new GatewayError('invalid_request_error', error.message)
  }
}
