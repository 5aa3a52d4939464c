// The beginning of a streamed answer: up to its first event, or the failure that came instead.
import { headerValue } from '../../../../core/upstream/raw-headers.ts'
import type { HttpResponse } from '../../../../core/upstream/transport.ts'
import type { TokenUsage } from '../../../../core/usage/token-usage.ts'
import { concatBytes } from '../../../../core/wire/bytes.ts'
import {
  asAttemptFailed,
  AttemptFailed,
  cutAnswer,
  unexpectedAnswer,
  unreadableResponse,
} from '../errors/attempt-failed.ts'
import type { Exchange, ExchangeDeps } from '../exchange.ts'
import { StreamDamage, type StreamForm, type StreamPart } from './stream-decoder.ts'
import { makeStreamTranslator } from './stream-translator.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'

/** Events of one network read, translated as far as they are sound. */
export interface TranslatedChunk {
  readonly bytes: Uint8Array
  readonly failure: AttemptFailed | null
  readonly last: boolean
}

export interface OpenStream {
  readonly headers: HttpResponse['headers']
  /** What was reported so far; final once the stream has ended. */
  readonly usage: TokenUsage
  /** Holds an event. */
  readonly first: TranslatedChunk
  readonly rest: AsyncIterator<Uint8Array>
  readonly translate: (chunk: Uint8Array) => TranslatedChunk
  /** What was whole when the stream ended. */
  readonly translateEnd: () => TranslatedChunk
}

/** @throws AttemptFailed when the answer is no stream, or fails before its first event. */
export async function openStream(
  deps: ExchangeDeps,
  exchange: Exchange,
  answer: HttpResponse,
  form: StreamForm,
): Promise<OpenStream> {
  try {
    if (!form.isMediaType.test(headerValue(answer.headers, 'content-type') ?? '')) {
      throw await unexpectedAnswer(answer, 'The stream')
    }
    const { usage, translate, translateEnd } = translateChunks(exchange, answer, form)
    const rest = answer.body[Symbol.asyncIterator]()
    const first = await firstEvents(rest, translate, translateEnd)
    return { headers: answer.headers, usage, first, rest, translate, translateEnd }
  } catch (error) {
    throw asAttemptFailed(deps, exchange, error, 'after its head')
  }
}

async function firstEvents(
  chunks: AsyncIterator<Uint8Array>,
  translate: (chunk: Uint8Array) => TranslatedChunk,
  translateEnd: () => TranslatedChunk,
): Promise<TranslatedChunk> {
  let found = false
  try {
    for (;;) {
      const read = await chunks.next()
      const first = read.done === true ? translateEnd() : translate(read.value)
      found = first.bytes.length > 0
      if (found) return first
      if (first.failure) throw first.failure
      if (read.done === true) throw cutAnswer('The stream ended before its first event', null)
    }
  } finally {
    if (!found) void chunks.return?.().catch(() => undefined)
  }
}

function translateChunks(exchange: Exchange, { headers }: HttpResponse, form: StreamForm) {
  const upstreamRequestId = upstreamRequestIdOf(headers)
  const decoder = form.decoder(upstreamRequestId)
  const translator = makeStreamTranslator(exchange.model)
  function translateParts(parts: () => Iterable<StreamPart>): TranslatedChunk {
    const events: Uint8Array[] = []
    const upTo = (failure: AttemptFailed | null, last: boolean) => ({
      bytes: concatBytes(events),
      failure,
      last,
    })
    try {
      for (const part of parts()) {
        if (part.kind === 'failure') return upTo(new AttemptFailed(part.failure, 'error'), false)
        const event = translator.translate(part.json)
        if (event) events.push(event.bytes)
        if (event?.last === true) return upTo(null, true)
      }
      return upTo(null, false)
    } catch (error) {
      if (!(error instanceof StreamDamage)) throw error
      return upTo(unreadableResponse(error.message, upstreamRequestId), false)
    }
  }

  return {
    usage: translator.usage,
    translate: (chunk: Uint8Array) => translateParts(() => decoder.push(chunk)),
    translateEnd: () => translateParts(() => decoder.end()),
  }
}
