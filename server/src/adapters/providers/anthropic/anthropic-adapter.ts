// Serves a Messages call on an Anthropic upstream: body and answer pass byte for byte.
import type { Logger } from '../../../core/log.ts'
import { parseModelId } from '../../../core/models/parse-model-id.ts'
import { logFailure } from '../../../core/upstream/log-failure.ts'
import {
  MAX_BODY_BYTES,
  type AnswerEnd,
  type AttemptResult,
  type ProviderAdapter,
  type UpstreamAnswer,
} from '../../../core/upstream/provider.ts'
import { clientVisibleHeaders, headerList, headerValue } from '../../../core/upstream/raw-headers.ts'
import { readAll } from '../../../core/upstream/read-all.ts'
import { transportFailure } from '../../../core/upstream/transport-failure.ts'
import { TransportError, type HttpAnswer, type Transport } from '../../../core/upstream/transport.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { cutEnd, makeJsonMeter, makeOpaqueMeter, makeStreamMeter, type AnswerMeter } from './answer-meter.ts'
import { classifyAnthropicFailure } from './classify-failure.ts'
import { anthropicRequestHeaders } from './request-headers.ts'

const MAX_ERROR_BYTES = 4 * 2 ** 20

export interface AnthropicAdapterDeps {
  readonly transport: Transport
  readonly log: Logger
  /** Where credentials without an `endpointUrl` of their own are sent. */
  readonly defaultUrl: string
  readonly now: () => Date
}

export function makeAnthropicAdapter({
  transport,
  log,
  defaultUrl,
  now,
}: AnthropicAdapterDeps): ProviderAdapter {
  return {
    provider: 'anthropic',

    target(call) {
      const parsed = parseModelId(call.view.model)
      return { upstreamModel: call.view.model, model: 'model' in parsed ? parsed.model : null }
    },

    async attempt(call, candidate, signal): Promise<AttemptResult> {
      if (Math.max(call.body.length, call.plainBody.length) > MAX_BODY_BYTES.anthropic) {
        return { kind: 'refusal', error: new GatewayError('request_too_large', 'The request exceeds 32 MB.') }
      }
      const url = messagesUrl(candidate.credential.endpointUrl ?? defaultUrl, call.query)
      const headers = anthropicRequestHeaders(call.headers, candidate.secret)
      try {
        const answer = await transport.send({ method: 'POST', url, headers, body: call.body }, signal)
        if (answer.status >= 200 && answer.status < 300)
          return { kind: 'answer', answer: passThrough(answer) }
        const body = await readAll(answer.body, MAX_ERROR_BYTES)
        if (body === null)
          throw new TransportError('network', `Error answer of more than ${MAX_ERROR_BYTES} bytes`)
        const { status, headers: answerHeaders } = answer
        logFailure(log, call, candidate, { url: url.href, status, headers: answerHeaders, body })
        return { kind: 'failure', failure: classifyAnthropicFailure(status, answerHeaders, body, now()) }
      } catch (error) {
        if (!(error instanceof TransportError)) throw error
        logFailure(log, call, candidate, { url: url.href, cause: error.message })
        return { kind: 'failure', failure: transportFailure(error, 'before its head') }
      }
    },
  }
}

function messagesUrl(base: string, query: string): URL {
  return new URL(`${base.replace(/\/+$/, '')}/v1/messages${query}`)
}

function passThrough(answer: HttpAnswer): UpstreamAnswer {
  const streamed = /^text\/event-stream\b/i.test(headerValue(answer.headers, 'content-type') ?? '')
  const meter = isEncoded(answer) ? makeOpaqueMeter() : streamed ? makeStreamMeter() : makeJsonMeter()
  let end: AnswerEnd = { kind: 'unread' }
  return {
    status: answer.status,
    headers: clientVisibleHeaders(answer.headers),
    streamed,
    body: meteredBody(answer.body, meter, (reached) => {
      end = reached
    }),
    upstreamRequestId: headerValue(answer.headers, 'request-id') ?? null,
    usage: meter.usage,
    end: () => end,
  }
}

function isEncoded({ headers }: HttpAnswer): boolean {
  return headerList(headers, 'content-encoding').some((name) => name.toLowerCase() !== 'identity')
}

async function* meteredBody(
  body: AsyncIterable<Uint8Array>,
  meter: AnswerMeter,
  onEnd: (end: AnswerEnd) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      meter.push(chunk)
      yield chunk
    }
    onEnd(meter.finish())
  } catch (error) {
    if (error instanceof TransportError) onEnd(cutEnd(error.kind, error.message))
    throw error
  }
}
