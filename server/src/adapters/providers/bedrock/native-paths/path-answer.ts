// A success on an AWS-native path: bytes as they come, read in passing.
import { cutEnd, readDecoded } from '../../../../core/upstream/usage-reader.ts'
import type { ModelOperation } from '../../../../core/upstream/bedrock-path-call.ts'
import type { ResponseEnd, AttemptResult } from '../../../../core/upstream/provider.ts'
import { clientVisibleHeaders, headerValue } from '../../../../core/upstream/raw-headers.ts'
import { makeUpstreamResponse } from '../../../../core/upstream/upstream-response.ts'
import { TransportError, type HttpResponse } from '../../../../core/upstream/transport.ts'
import { makeGrowingBytes } from '../../../../core/wire/growing-bytes.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'
import { orSilence, SILENT } from '../response/with-pings.ts'
import { verbatim } from './path-failure.ts'
import { makeFramesUsageReader } from './frames-meter.ts'
import { makeJsonUsageReader } from './json-meter.ts'
import type { PathUsageReader } from './path-meter.ts'

type Read = IteratorResult<Uint8Array, undefined>

/** What was read before it was known that this is an answer, and the read that may be under way. */
interface Beginning {
  readonly bytes: Uint8Array
  readonly pending: Promise<Read> | null
}

const MAX_ERROR_BYTES = 2 ** 20
const EVENT_STREAM = /^application\/vnd\.amazon\.eventstream\b/i

/**
 * An exception in the first frame is a failure, so that another credential can be tried; after a silence the head goes
 * out all the same. @throws TransportError when the answer breaks off before.
 */
export async function passThrough(
  answer: HttpResponse,
  operation: ModelOperation | null,
  silenceMs: number,
): Promise<AttemptResult> {
  const streamed = EVENT_STREAM.test(headerValue(answer.headers, 'content-type') ?? '')
  const meter = streamed
    ? makeFramesUsageReader(answer.headers)
    : readDecoded(makeJsonUsageReader(operation, answer.status, answer.headers), answer.decode)
  const source = answer.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  const beginning = await readBeginning(source, meter, silenceMs)
  if (meter.failure) {
    const body = await readRest(source, beginning.bytes)
    return { kind: 'failure', failure: verbatim(meter.failure, { ...answer, body }) }
  }
  // Its outcome concerns nobody if the client leaves before it is asked for.
  beginning.pending?.catch(() => undefined)
  return {
    kind: 'answer',
    answer: makeUpstreamResponse({
      status: answer.status,
      headers: clientVisibleHeaders(answer.headers),
      streamed,
      upstreamRequestId: () => upstreamRequestIdOf(answer.headers),
      usage: () => meter.usage,
      body: (finish) => relayed(source, beginning, meter, finish),
    }),
  }
}

async function readBeginning(
  source: AsyncIterator<Uint8Array, undefined>,
  meter: PathUsageReader,
  silenceMs: number,
): Promise<Beginning> {
  const held = makeGrowingBytes()
  while (!meter.hasBegun) {
    const pending = source.next()
    const read = await orSilence(pending, silenceMs)
    if (read === SILENT || read.done === true) return { bytes: held.take(), pending }
    meter.push(read.value)
    held.push(read.value)
  }
  return { bytes: held.take(), pending: null }
}

/** Nothing follows an exception; what does all the same is the upstream's to end soon. */
async function readRest(
  source: AsyncIterator<Uint8Array, undefined>,
  begun: Uint8Array,
): Promise<Uint8Array> {
  const whole = makeGrowingBytes()
  whole.push(begun)
  try {
    for (let read = await source.next(); read.done !== true; read = await source.next()) {
      whole.push(read.value)
      if (whole.length > MAX_ERROR_BYTES) break
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
  } finally {
    await source.return?.()
  }
  return whole.take()
}

async function* relayed(
  source: AsyncIterator<Uint8Array, undefined>,
  { bytes, pending }: Beginning,
  meter: PathUsageReader,
  finish: (end: ResponseEnd) => void,
): AsyncGenerator<Uint8Array> {
  let next = pending
  try {
    if (bytes.length > 0) yield bytes
    for (;;) {
      const read = await (next ?? source.next())
      next = null
      if (read.done === true) break
      meter.push(read.value)
      yield read.value
    }
    const end = meter.finish()
    finish(end)
    // It ended in good order, but too early: the client must not take it for whole.
    if (end.kind === 'cut' && end.failure === 'network') throw new TransportError('network', end.reason)
  } catch (error) {
    if (error instanceof TransportError) finish(brokenEnd(meter, error))
    throw error
  } finally {
    finish({ kind: 'unread' })
    void source.return?.().catch(() => undefined)
  }
}

/** An error that the answer told before it broke says more than that it broke. */
function brokenEnd(meter: PathUsageReader, { kind, message }: TransportError): ResponseEnd {
  const end = meter.finish()
  return meter.failure ? end : cutEnd(kind, message)
}
