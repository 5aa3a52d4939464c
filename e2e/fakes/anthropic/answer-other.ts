// Answers every request other than `POST /v1/messages` as its behaviour says.
import { withHeaders } from '../header-list.ts'
import { writePieces } from '../pacing.ts'
import { answerPlainly, echoOf } from './answer-plainly.ts'
import type { OtherBehaviour } from './behaviours.ts'
import { firstBytes, jsonResponse, type BytesResponse } from './bytes-answer.ts'
import { otherRoutes, type OtherCall } from './other-routes.ts'
import { Rejection } from './rejection.ts'
import { responseHeaders } from './response-headers.ts'

export async function answerOther(
  call: Omit<OtherCall, 'id' | 'query'>,
  behaviour: OtherBehaviour,
): Promise<void> {
  const { exchange, requestId } = call
  if (behaviour.kind !== 'answer' && behaviour.kind !== 'cut') {
    return answerPlainly(exchange, behaviour, requestId)
  }
  const { contentType, headers, pieces } = usualAnswer(call)
  const head = { status: 200, headers: withHeaders(responseHeaders(requestId, contentType), headers) }
  if (behaviour.kind === 'answer') {
    await writePieces(exchange, head, pieces, behaviour)
    exchange.response.end()
    return
  }
  const { bytes, ending = 'destroyed' } = behaviour
  const chunked = ending === 'clean' ? { ...head, headers: withoutLength(head.headers) } : head
  await writePieces(exchange, chunked, firstBytes(pieces, bytes), behaviour)
  if (ending === 'clean') exchange.response.end()
  else exchange.cutConnection()
}

/** An answer that ends early and cleanly must not have promised more. */
function withoutLength(headers: readonly string[]): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)] !== 'content-length')
}

function usualAnswer(call: Omit<OtherCall, 'id' | 'query'>): BytesResponse {
  const { method, path, url } = call.exchange.request
  if (path === '/v1/messages') throw new Rejection(405, 'Method Not Allowed')
  const line = `${method} ${path}`
  const found = otherRoutes.find(({ pattern }) => pattern.test(line))
  if (found === undefined && !path.startsWith('/v1/')) throw new Rejection(404, 'Not Found')
  if (found === undefined) return jsonResponse(echoOf(call.exchange.request))
  const id = decodeURIComponent(found.pattern.exec(line)?.[1] ?? '')
  return found.answer({ ...call, id, query: new URLSearchParams(url.slice(path.length + 1)) })
}
