// Serves one HTTP/2 stream by one HTTP/1.1 request inside the process, so that the application knows HTTP/1.1 only.
import { request as openRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import type { ServerHttp2Stream } from 'node:http2'
import type { Duplex } from 'node:stream'
import { errorEnvelope } from '../../core/wire/anthropic-error.ts'
import { REQUEST_ID_HEADER } from '../../core/data-plane/gateway-headers.ts'
import { socketPair, type Address } from './socket-pair.ts'
import { answerHead, requestHead } from './translate-headers.ts'

export interface BridgeDeps {
  /** Serves HTTP/1.1 on this end of a connection. */
  readonly serve: (connection: Duplex) => void
  readonly newRequestId: () => string
}

/** The answer's head comes from the application; this only keeps the parser from having an opinion. */
const MAX_ANSWER_HEAD_BYTES = 1024 * 1024
/** For a client that reads its early answer only once it has sent everything. */
const UNWANTED_BODY_MS = 10_000

const ignore = () => undefined

export function bridgeStream(
  stream: ServerHttp2Stream,
  received: readonly string[],
  address: Address,
  deps: BridgeDeps,
): void {
  // Each error closes the stream, and that is what counts.
  stream.on('error', ignore)
  if (stream.destroyed) return
  const { clientEnd, serverEnd } = socketPair(address)
  const request = sendHead(stream, received, clientEnd)
  if (request === null) return deny(stream, deps.newRequestId())
  deps.serve(serverEnd)
  stream.pipe(request)

  const leave = () => {
    request.destroy()
    clientEnd.destroy()
  }
  // `aborted` comes to a stream that still owes its answer, and before its `end`: a body that broke off is never whole.
  stream.once('aborted', leave).once('close', leave)
  // Not `stream.close(code)`: that would send what is pending with a clean end, and the reset behind it.
  const cut = () => void stream.destroy(new Error('The answer was cut'))
  request
    .on('error', cut)
    .once('continue', () => sendContinue(stream))
    .once('response', (answer) => {
      answer.once('error', cut)
      answer.once('end', () => request.off('error', cut).on('error', ignore))
      try {
        forwardAnswer(stream, request, answer)
      } catch {
        // A status or header that HTTP/2 has no room for.
        cut()
      }
    })
}

function sendHead(
  stream: ServerHttp2Stream,
  received: readonly string[],
  connection: Duplex,
): ClientRequest | null {
  const head = requestHead(received, stream.endAfterHeaders)
  if (head === null) return null
  try {
    const request = openRequest({
      ...head,
      createConnection: () => connection,
      maxHeaderSize: MAX_ANSWER_HEAD_BYTES,
    })
    request.flushHeaders()
    return request
  } catch {
    return null
  }
}

function sendContinue(stream: ServerHttp2Stream): void {
  if (!stream.destroyed && !stream.headersSent) stream.additionalHeaders({ ':status': 100 })
}

function forwardAnswer(stream: ServerHttp2Stream, request: ClientRequest, answer: IncomingMessage): void {
  if (stream.destroyed || stream.closed) return
  const status = answer.statusCode ?? 500
  const hasBody = request.method !== 'HEAD' && ![204, 205, 304].includes(status)
  stream.respond(answerHead(status, answer.rawHeaders), { endStream: !hasBody })
  if (hasBody) answer.pipe(stream)
  else answer.resume()
  answer.once('end', () => {
    stream.unpipe(request)
    discardRest(stream)
  })
}

/** The body of a request that has been answered without it. */
function discardRest(stream: ServerHttp2Stream): void {
  stream.resume()
  if (stream.readableEnded) return
  const timer = setTimeout(() => stream.close(), UNWANTED_BODY_MS)
  stream.once('close', () => clearTimeout(timer))
}

function deny(stream: ServerHttp2Stream, requestId: string): void {
  stream.respond({
    ':status': 400,
    'content-type': 'application/json',
    'request-id': requestId,
    [REQUEST_ID_HEADER]: requestId,
  })
  stream.end(errorEnvelope('invalid_request_error', 'The request is not valid HTTP.', requestId))
  discardRest(stream)
}
