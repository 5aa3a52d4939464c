// Serves every other path of Anthropic's API: nothing is read, neither of the request nor of its answer, with one
// exception (batch-links.ts).
import type { AttemptResult, CallPort, PlainCall, UpstreamResponse } from '../../../core/upstream/provider.ts'
import { filterHeaders, headerValue } from '../../../core/upstream/raw-headers.ts'
import type { HttpResponse } from '../../../core/upstream/transport.ts'
import { makeOpaqueUsageReader } from './messages-usage.ts'
import { holdsBatches, linksToHere } from './batch-links.ts'
import { isChat, makeChatUsageReader } from './chat-usage.ts'
import { isEventStream } from './hold-stream.ts'
import { passThrough } from './pass-through.ts'
import { anthropicRequestHeaders } from './request-headers.ts'
import { baseUrl, sendCall, type AnthropicDeps } from './send-call.ts'

export interface PlainCallDeps extends AnthropicDeps {
  /** Where clients reach the gateway. */
  readonly publicUrl: string
}

export function makeAnthropicPlainCalls(deps: PlainCallDeps): CallPort<PlainCall> {
  return {
    target: () => ({ upstreamModel: null, model: null }),

    attempt(call, candidate, signal): Promise<AttemptResult> {
      const base = new URL(baseUrl(deps, candidate))
      const isAboutBatches = holdsBatches(call.url)
      const encoding = isAboutBatches ? 'identity' : 'as_asked'
      const headers = anthropicRequestHeaders(call.headers, candidate.secret, encoding)
      const length = headerValue(call.headers, 'content-length')
      // Of a body that is only passing by, nobody else knows the length.
      if (length !== undefined && call.body !== null && !(call.body instanceof Uint8Array))
        headers.push('content-length', length)
      const request = {
        method: call.method,
        url: new URL(`${base.href.replace(/\/+$/, '')}${call.url}`),
        rawPath: `${base.pathname.replace(/\/+$/, '')}${call.url}`,
        headers,
        body: call.body,
      }
      const { requestId } = call
      const accept = (answer: HttpResponse) =>
        acceptAny(
          isAboutBatches ? withLinksToHere(answer, deps.publicUrl) : answer,
          isChat(call.method, call.url),
        )
      return sendCall(deps, { requestId, candidate, request, wrapped: 'pages', accept }, signal)
    },
  }
}

function withLinksToHere(answer: HttpResponse, publicUrl: string): HttpResponse {
  const isEncoded = headerValue(answer.headers, 'content-encoding') !== undefined
  if (answer.status !== 200 || isEncoded) return answer
  const headers = filterHeaders(answer.headers, (name) => name !== 'content-length')
  return { ...answer, headers, body: linksToHere(answer.body, publicUrl) }
}

/** Redirects too are the client's to follow. */
function acceptAny(answer: HttpResponse, isAboutChat: boolean): UpstreamResponse | null {
  if (answer.status >= 400) return null
  const reader = isAboutChat ? makeChatUsageReader(isEventStream(answer)) : makeOpaqueUsageReader()
  return passThrough(answer, reader, headerValue(answer.headers, 'content-length') === undefined)
}
