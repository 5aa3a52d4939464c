// InvokeModelWithResponseStream: binary frames in, server-sent events out.
import type { AnswerEnd, AttemptResult } from '../../../core/upstream/provider.ts'
import { headerValue } from '../../../core/upstream/raw-headers.ts'
import { abandon } from '../../../core/upstream/read-all.ts'
import type { HttpAnswer, HttpRequest } from '../../../core/upstream/transport.ts'
import { emptyUsage, type TokenUsage } from '../../../core/usage/token-usage.ts'
import { concatBytes } from '../../../core/wire/bytes.ts'
import { EventStreamError, makeEventStreamDecoder } from './event-stream.ts'
import {
  answerHeaders,
  asAttemptFailed,
  AttemptFailed,
  cutAnswer,
  sendInvocation,
  unreadableAnswer,
  type Exchange,
  type ExchangeDeps,
} from './exchange.ts'
import { errorEvent, makeStreamTranslator, PING_EVENT } from './stream-translator.ts'
import { orSilence, SILENT, withPings } from './with-pings.ts'

const SSE = 'text/event-stream; charset=utf-8'
const EVENT_STREAM = /^application\/vnd\.amazon\.eventstream\b/i

/** What is known of the stream so far; final once its events have ended. */
interface StreamState {
  answer: HttpAnswer | null
  usage: TokenUsage
  end: AnswerEnd
}

/**
 * The head is committed at the first decoded event, so that an exception in the first frame keeps its real
 * status, or after a silence, with a ping; from then on a failure is an `error` event.
 */
export async function invokeStream(
  deps: ExchangeDeps,
  exchange: Exchange,
  request: HttpRequest,
): Promise<AttemptResult> {
  const state: StreamState = {
    answer: null,
    usage: emptyUsage(),
    end: { kind: 'unread' },
  }
  const { requestId } = exchange
  const events = readEvents(deps, exchange, sendInvocation(deps, exchange, request), state)
  const first = events.next()
  try {
    const opened = await orSilence(first, deps.silenceMs)
    const body = withPings(events, first, {
      ping: PING_EVENT,
      silenceMs: deps.silenceMs,
      atOnce: opened === SILENT,
    })
    return {
      kind: 'answer',
      answer: {
        status: 200,
        headers: answerHeaders(state.answer?.headers ?? [], SSE, requestId),
        streamed: true,
        body: closeWithErrorEvent(body, requestId),
        get upstreamRequestId() {
          return requestIdOf(state.answer)
        },
        get usage() {
          return state.usage
        },
        end: () => state.end,
      },
    }
  } catch (error) {
    if (!(error instanceof AttemptFailed)) throw error
    return { kind: 'failure', failure: error.failure }
  }
}

function requestIdOf(answer: HttpAnswer | null): string | null {
  return (answer && headerValue(answer.headers, 'x-amzn-requestid')) ?? null
}

/**
 * Yields the events of each network read as one chunk and ends after `message_stop`.
 * @throws AttemptFailed when the stream fails in any other way; `state.end` then says how.
 */
async function* readEvents(
  deps: ExchangeDeps,
  exchange: Exchange,
  sent: Promise<HttpAnswer>,
  state: StreamState,
): AsyncGenerator<Uint8Array, undefined> {
  try {
    const answer = await sent
    const contentType = headerValue(answer.headers, 'content-type') ?? 'no content type'
    if (!EVENT_STREAM.test(contentType)) {
      abandon(answer.body)
      throw unreadableAnswer(`Stream answered with ${contentType}`, requestIdOf(answer))
    }
    state.answer = answer
    const chunks = translateChunks(exchange, answer)
    state.usage = chunks.usage
    yield* untilLast(answer.body, chunks.translate)
    state.end = { kind: 'complete' }
  } catch (thrown) {
    const error = asAttemptFailed(deps, exchange, thrown, state.answer ? 'after its head' : 'before its head')
    if (error instanceof AttemptFailed) state.end = error.end
    throw error
  }
}

/** Ends with the last event, whatever the upstream does with its connection then. */
async function* untilLast(
  body: AsyncIterable<Uint8Array>,
  translate: (chunk: Uint8Array) => TranslatedChunk,
): AsyncGenerator<Uint8Array, undefined> {
  const chunks = body[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (;;) {
      const read = await chunks.next()
      if (read.done === true) throw cutAnswer('The stream ended before message_stop', null)
      const { bytes, failure, last } = translate(read.value)
      if (last) {
        isOver = true
        void drain(chunks)
      }
      if (bytes.length > 0) yield bytes
      if (failure) throw failure
      if (last) return
    }
  } finally {
    if (!isOver) await chunks.return?.()
  }
}

const DRAIN_MS = 2000

/** A connection whose answer was read to its end can be used again. */
async function drain(chunks: AsyncIterator<Uint8Array>): Promise<void> {
  const timer = setTimeout(() => void chunks.return?.().catch(() => undefined), DRAIN_MS)
  try {
    while ((await chunks.next()).done !== true);
  } catch {
    // Nobody is waiting for what follows the last event.
  } finally {
    clearTimeout(timer)
  }
}

/** Frames of one network read, translated as far as they are sound. */
interface TranslatedChunk {
  readonly bytes: Uint8Array
  readonly failure: AttemptFailed | null
  readonly last: boolean
}

function translateChunks(exchange: Exchange, answer: HttpAnswer) {
  const decoder = makeEventStreamDecoder()
  const translator = makeStreamTranslator(exchange.model, requestIdOf(answer))
  return {
    usage: translator.usage,
    translate(chunk: Uint8Array): TranslatedChunk {
      const events: Uint8Array[] = []
      const upTo = (failure: AttemptFailed | null, last: boolean) => ({
        bytes: concatBytes(events),
        failure,
        last,
      })
      try {
        for (const frame of decoder.push(chunk)) {
          const translated = translator.translate(frame)
          if (translated.kind === 'failure')
            return upTo(new AttemptFailed(translated.failure, 'error'), false)
          if (translated.kind === 'event') events.push(translated.bytes)
          if (translated.kind === 'event' && translated.last) return upTo(null, true)
        }
        return upTo(null, false)
      } catch (error) {
        if (!(error instanceof EventStreamError)) throw error
        return upTo(unreadableAnswer(error.message, requestIdOf(answer)), false)
      }
    },
  }
}

async function* closeWithErrorEvent(
  body: AsyncIterable<Uint8Array>,
  requestId: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    if (!(error instanceof AttemptFailed)) throw error
    yield errorEvent(error.failure, requestId)
  }
}
