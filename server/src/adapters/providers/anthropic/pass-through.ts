// An answer that passes byte for byte, while its usage is read.
import { cutEnd, readDecoded, type UsageReader } from '../../../core/upstream/usage-reader.ts'
import type { ResponseEnd, UpstreamResponse } from '../../../core/upstream/provider.ts'
import { clientVisibleHeaders, headerValue } from '../../../core/upstream/raw-headers.ts'
import { TransportError, type HttpResponse } from '../../../core/upstream/transport.ts'
import { makeUpstreamResponse } from '../../../core/upstream/upstream-response.ts'

export function passThrough(answer: HttpResponse, plain: UsageReader, streamed: boolean): UpstreamResponse {
  const reader = readDecoded(plain, answer.decode)
  return makeUpstreamResponse({
    status: answer.status,
    headers: clientVisibleHeaders(answer.headers),
    streamed,
    upstreamRequestId: () => headerValue(answer.headers, 'request-id') ?? null,
    usage: () => reader.usage,
    body: (finish) => readInPassing(answer.body, reader, finish),
  })
}

async function* readInPassing(
  body: AsyncIterable<Uint8Array>,
  reader: UsageReader,
  finish: (end: ResponseEnd) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      reader.push(chunk)
      yield chunk
    }
    finish(reader.finish())
  } catch (error) {
    if (error instanceof TransportError) finish(cutEnd(error.kind, error.message))
    throw error
  } finally {
    finish({ kind: 'unread' })
  }
}
