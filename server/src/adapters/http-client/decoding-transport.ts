// Undoes codings that nobody asked for, and lets those who read in passing see through the others.
import { clientVisibleHeaders, filterHeaders } from '../../core/upstream/raw-headers.ts'
import { TransportError, type HttpResponse, type Transport } from '../../core/upstream/transport.ts'
import { contentCodings, type ContentCodings } from '../../core/wire/content-codings.ts'

/** More than any answer that is read whole. */
const MAX_PLAIN_BYTES = 64 * 2 ** 20

export function decodingTransport<T extends Transport>(inner: T, codings: ContentCodings): T {
  return {
    ...inner,
    async send(request, signal) {
      const response = await inner.send(request, signal)
      const names = contentCodings(response.headers)
      if (names.length === 0) return response
      const { takenCodings } = request
      const isTaken =
        takenCodings === undefined ||
        names.every((name) => takenCodings.includes(name) || takenCodings.includes('*'))
      return isTaken ? withCopy(response, names, codings) : decoded(response, names, codings)
    },
  }
}

function withCopy(response: HttpResponse, names: readonly string[], codings: ContentCodings): HttpResponse {
  return { ...response, decode: (bytes) => codings.decodeWhole(names, bytes, MAX_PLAIN_BYTES) }
}

/** A coding that is not known stays: nobody can do better. */
function decoded(response: HttpResponse, names: readonly string[], codings: ContentCodings): HttpResponse {
  const body = codings.decode(names, response.body)
  if (body === null) return response
  const headers = filterHeaders(
    clientVisibleHeaders(response.headers),
    (name) => name !== 'content-encoding' && name !== 'content-length',
  )
  return { ...response, headers, body: asTransport(body) }
}

async function* asTransport(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (cause) {
    if (cause instanceof TransportError) throw cause
    throw new TransportError('network', 'The answer does not match its content-encoding', { cause })
  }
}
