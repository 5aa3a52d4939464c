// Serves a Messages call on an Anthropic upstream: body and answer pass byte for byte.
import { modelNamed } from '../../../core/models/parse-model-id.ts'
import {
  MAX_BODY_BYTES,
  type AttemptResult,
  type MessagesOperation,
  type ProviderAdapter,
  type UpstreamResponse,
} from '../../../core/upstream/provider.ts'
import { headerValue } from '../../../core/upstream/raw-headers.ts'
import type { HttpResponse } from '../../../core/upstream/transport.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { acceptedCodings } from '../../../core/wire/content-codings.ts'
import { makeJsonUsageReader, makeStreamUsageReader } from './messages-usage.ts'
import { passThrough } from './pass-through.ts'
import { anthropicRequestHeaders } from './request-headers.ts'
import { baseUrl, sendCall, type AnthropicDeps } from './send-call.ts'

export const PATH: Readonly<Record<MessagesOperation, string>> = {
  messages: '/v1/messages',
  count_tokens: '/v1/messages/count_tokens',
}

export function makeAnthropicAdapter(deps: AnthropicDeps): ProviderAdapter {
  return {
    provider: 'anthropic',

    target(call) {
      const { model } = call.view
      return { upstreamModel: model, model: modelNamed(model) }
    },

    async attempt(call, candidate, signal, hasNext = false): Promise<AttemptResult> {
      if (Math.max(call.body.length, call.plainBody.length) > MAX_BODY_BYTES.anthropic) {
        return {
          kind: 'not_sent',
          error: new GatewayError('request_too_large', 'The request exceeds 32 MB.'),
        }
      }
      const request = {
        method: 'POST',
        url: new URL(`${baseUrl(deps, candidate)}${PATH[call.operation]}${call.query}`),
        headers: anthropicRequestHeaders(call.headers, candidate.secret),
        body: call.body,
        takenCodings: acceptedCodings(call.headers),
      }
      const { requestId } = call
      return sendCall(
        deps,
        { requestId, candidate, request, wrapped: 'all', accept: acceptMessage, isHeld: hasNext },
        signal,
      )
    },
  }
}

/** A success status with a page in it comes from something in between. */
function acceptMessage(answer: HttpResponse): UpstreamResponse | null {
  if (answer.status < 200 || answer.status >= 300) return null
  const type = headerValue(answer.headers, 'content-type') ?? 'application/json'
  const streamed = /^\s*text\/event-stream\b/i.test(type)
  if (!streamed && !/^\s*application\/(?:[\w.-]+\+)?json\b/i.test(type)) return null
  return passThrough(answer, streamed ? makeStreamUsageReader() : makeJsonUsageReader(), streamed)
}
