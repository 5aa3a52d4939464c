// Holds a stream back until its first event has come: an error in its place lets another credential serve the call.
import { redactText } from '../../../core/redaction/redact.ts'
import type { UpstreamFailure } from '../../../core/upstream/failure.ts'
import { headerValue } from '../../../core/upstream/raw-headers.ts'
import type { HttpResponse } from '../../../core/upstream/transport.ts'
import { statusOfErrorType } from '../../../core/wire/anthropic-error.ts'
import { jsonObject, parseJsonObject } from '../../../core/wire/json-object.ts'
import { makeSseReader } from '../../../core/wire/sse-reader.ts'
import { failureKindOf } from './classify-failure.ts'
import { eventType } from './messages-usage.ts'

export interface HeldStream {
  /** The same answer, none of its bytes lost. */
  readonly answer: HttpResponse
  /** What came in place of the first event; null for a stream that began. */
  readonly failure: UpstreamFailure | null
}

interface FirstEvent {
  readonly type: unknown
  readonly data: Uint8Array
}

export function isEventStream({ status, headers }: HttpResponse): boolean {
  return status === 200 && /^\s*text\/event-stream\b/i.test(headerValue(headers, 'content-type') ?? '')
}

/** A stream that begins with this much and no event is none that is known: it passes. */
const MAX_HELD_BYTES = 256 * 1024

/** @throws TransportError when the stream breaks before its first event. */
export async function holdStream(answer: HttpResponse): Promise<HeldStream> {
  const events: FirstEvent[] = []
  const reader = makeSseReader({
    onEvent(name, data) {
      const type = eventType(name, data)
      if (type !== 'ping') events.push({ type, data })
    },
  })
  const source = answer.body[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let held = 0
  while (events.length === 0 && held <= MAX_HELD_BYTES) {
    const read = await source.next()
    if (read.done === true) break
    // What was read in a coding tells nothing; the stream passes at once.
    if (answer.decode) return { answer: { ...answer, body: resumed([read.value], source) }, failure: null }
    chunks.push(read.value)
    held += read.value.length
    reader.push(read.value)
  }
  const failure = errorIn(events[0], answer)
  if (failure) void source.return?.().catch(() => undefined)
  return { answer: { ...answer, body: resumed(chunks, source) }, failure }
}

async function* resumed(
  chunks: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
    for (let read = await source.next(); read.done !== true; read = await source.next()) yield read.value
  } finally {
    void source.return?.().catch(() => undefined)
  }
}

function errorIn(event: FirstEvent | undefined, { headers }: HttpResponse): UpstreamFailure | null {
  if (event?.type !== 'error') return null
  const error = jsonObject(parseJsonObject(new TextDecoder().decode(event.data))?.error)
  const errorType = typeof error?.type === 'string' ? error.type : 'api_error'
  const message = typeof error?.message === 'string' ? error.message : 'The stream began with an error'
  const status = statusOfErrorType(errorType)
  const kept = headerValue(headers, 'request-id')
  return {
    kind: failureKindOf(status),
    status,
    reason: redactText(message.slice(0, 500)),
    retryAfterMs: null,
    upstreamRequestId: kept ?? null,
    answer: {
      kind: 'verbatim',
      status,
      headers: [...(kept === undefined ? [] : ['request-id', kept]), 'content-type', 'application/json'],
      body: event.data,
      errorType,
    },
  }
}
