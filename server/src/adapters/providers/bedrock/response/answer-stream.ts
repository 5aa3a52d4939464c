// A streamed answer: server-sent events as Anthropic would send them, kept alive, and never ended cleanly by a failure.
import type { ResponseEnd, AttemptResult } from '../../../../core/upstream/provider.ts'
import { makeUpstreamResponse } from '../../../../core/upstream/upstream-response.ts'
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import { hideSecret, secretHider } from '../../../../core/upstream/hide-secret.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { emptyUsage, type TokenUsage } from '../../../../core/usage/token-usage.ts'
import { asAttemptFailed, AttemptFailed, cutAnswer, wordsOf } from '../errors/attempt-failed.ts'
import type { Exchange, ExchangeDeps } from '../exchange.ts'
import { answerHeaders } from './answer-headers.ts'
import type { OpenStream } from './open-stream.ts'
import { PING_EVENT } from './stream-translator.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'
import { orSilence, SILENT, withPings } from './with-pings.ts'

const SSE = 'text/event-stream; charset=utf-8'

/** What is known of the stream so far; final once its events have ended. */
interface StreamState {
  headers: RawHeaders
  usage: TokenUsage
  end: ResponseEnd
}

/**
 * The head is committed at the first event, so that an error in its place keeps its real status, or after a silence,
 * with a ping; from then on a failure is an `error` event.
 * @throws what `opening` rejects with, before the head is committed
 */
export async function answerStream(
  deps: ExchangeDeps,
  exchange: Exchange,
  opening: Promise<OpenStream>,
): Promise<AttemptResult> {
  const state: StreamState = { headers: [], usage: emptyUsage(), end: { kind: 'unread' } }
  const { requestId } = exchange
  const events = readEvents(deps, exchange, opening, state)
  const first = events.next()
  const opened = await orSilence(first, deps.silenceMs)
  const body = withPings(events, first, {
    ping: PING_EVENT,
    silenceMs: deps.silenceMs,
    atOnce: opened === SILENT,
  })
  return {
    kind: 'answer',
    answer: makeUpstreamResponse({
      status: 200,
      headers: answerHeaders(state.headers, SSE, requestId),
      streamed: true,
      upstreamRequestId: () => upstreamRequestIdOf(state.headers),
      usage: () => state.usage,
      body: (finish) => finishing(closeWithErrorEvent(body, exchange), () => finish(state.end)),
    }),
  }
}

/**
 * Yields the events of each network read as one chunk and ends after `message_stop`.
 * @throws AttemptFailed when the stream fails in any other way; `state.end` then says how.
 */
async function* readEvents(
  deps: ExchangeDeps,
  exchange: Exchange,
  opening: Promise<OpenStream>,
  state: StreamState,
): AsyncGenerator<Uint8Array, undefined> {
  let isOpen = false
  try {
    const stream = await opening
    isOpen = true
    state.headers = stream.headers
    state.usage = stream.usage
    yield* untilLast(stream)
    state.end = { kind: 'complete' }
  } catch (thrown) {
    // What fails before has been told of where it failed.
    const error = isOpen ? asAttemptFailed(deps, exchange, thrown, 'after its head') : thrown
    if (error instanceof AttemptFailed) state.end = error.end
    throw error
  }
}

/** Ends with the last event, whatever the upstream does with its connection then. */
async function* untilLast({
  first,
  rest,
  translate,
  translateEnd,
}: OpenStream): AsyncGenerator<Uint8Array, undefined> {
  let isOver = false
  let isEnded = false
  try {
    for (let chunk = first; ;) {
      const { bytes, failure, last } = chunk
      if (last) {
        isOver = true
        void drain(rest)
      }
      if (bytes.length > 0) yield bytes
      if (failure) throw failure
      if (last) return
      if (isEnded) throw cutAnswer('The stream ended before message_stop', null)
      const read = await rest.next()
      isEnded = read.done === true
      chunk = read.done === true ? translateEnd() : translate(read.value)
    }
  } finally {
    if (!isOver) await rest.return?.()
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

async function* finishing(body: AsyncIterable<Uint8Array>, onOver: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } finally {
    onOver()
  }
}

async function* closeWithErrorEvent(
  body: AsyncIterable<Uint8Array>,
  { candidate, requestId }: Exchange,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    if (!(error instanceof AttemptFailed)) throw error
    yield errorEvent(hideSecret(error.failure, secretHider(candidate.secret)), requestId)
  }
}

/** `error` closes a translated stream; nothing follows it. */
function errorEvent(failure: UpstreamFailure, requestId: string): Uint8Array {
  const { type, message } = wordsOf(failure)
  const data = JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId })
  return new TextEncoder().encode(`event: error\ndata: ${data}\n\n`)
}
