// Makes a call that the providers understand of a request and a view of its body.
import type { MessagesCall, MessagesOperation } from '../upstream/provider.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { InvalidBodyError, viewBody } from '../wire/body-view.ts'
import type { ClientCall, RequestBody } from './client-call.ts'
import { queryOf } from './request-path.ts'

/** @throws GatewayError 400 for a body that is no message. */
export function messagesCall(
  operation: MessagesOperation,
  { requestId, url, rawHeaders }: ClientCall,
  { received, plain }: RequestBody,
): MessagesCall {
  return {
    operation,
    requestId,
    query: queryOf(url),
    headers: rawHeaders,
    body: received,
    plainBody: plain,
    view: viewOf(plain),
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
