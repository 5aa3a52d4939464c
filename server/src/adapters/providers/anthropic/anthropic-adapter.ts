// Serves a Messages call on an Anthropic upstream: body and answer pass byte for byte.
import { modelNamed, undecoratedName } from '../../../core/models/parse-model-id.ts'
import {
  MAX_BODY_BYTES,
  type AttemptResult,
  type Candidate,
  type MessagesCall,
  type MessagesOperation,
  type ProviderAdapter,
  type UpstreamResponse,
} from '../../../core/upstream/provider.ts'
import { filterHeaders, headerValue } from '../../../core/upstream/raw-headers.ts'
import type { HttpRequest, HttpResponse } from '../../../core/upstream/transport.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { applyEdits } from '../../../core/wire/json-edit.ts'
import { memberValue } from '../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../core/wire/read-json-tape.ts'
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
      return { upstreamModel: undecoratedName(model) ?? model, model: modelNamed(model) }
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
        ...messageOf(call, candidate),
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

/** Every byte as it came, but for a model name that Anthropic does not know in this spelling. */
function messageOf(
  call: MessagesCall,
  { secret }: Candidate,
): Pick<HttpRequest, 'headers'> & { body: Uint8Array } {
  const headers = anthropicRequestHeaders(call.headers, secret)
  const name = undecoratedName(call.view.model)
  if (name === null) return { headers, body: call.body }
  const tape = readJsonTape(call.plainBody, 1)
  const value = memberValue(tape, 0, 'model')!
  const edit = { from: tape.start[value]!, to: tape.end[value]!, text: JSON.stringify(name) }
  return {
    headers: filterHeaders(headers, (header) => header !== 'content-encoding'),
    body: applyEdits(call.plainBody, [edit]),
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
