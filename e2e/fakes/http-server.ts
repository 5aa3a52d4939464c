// An HTTP server that reads each request to its end, records it, and notices when the client leaves.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readBody, type BodyDigest } from './read-body.ts'

export interface RecordedRequest {
  readonly method: string
  /** Path and query exactly as they came. */
  readonly url: string
  readonly path: string
  readonly rawHeaders: readonly string[]
  readonly headers: IncomingHttpHeaders
  /** The bytes exactly as received: still compressed when they came compressed. */
  readonly body: Buffer
  /** Only of an upload, whose bytes are not kept; its `body` is empty. */
  readonly digest?: BodyDigest
  /** Becomes true when the client went away before the answer ended. */
  aborted: boolean
}

export interface Exchange {
  readonly request: RecordedRequest
  readonly response: ServerResponse
  /** Aborts when the connection is gone, whichever side closed it. */
  readonly gone: AbortSignal
  /** Closes the connection in the middle of an answer: what was written arrives, then the stream breaks. */
  readonly cutConnection: () => void
  /** Closes the connection with a TCP reset. */
  readonly resetConnection: () => void
}

export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
}

export interface RecordingServer {
  readonly url: string
  readonly requests: RecordedRequest[]
  readonly close: () => Promise<void>
}

type Handler = (exchange: Exchange) => Promise<void>

export interface UploadRules {
  /** Requests whose bodies are only counted and hashed. */
  readonly isUpload: (url: string, headers: IncomingHttpHeaders) => boolean
  /** Called while a body arrives, with the size of each part of it. */
  readonly onBytes: (count: number) => void
}

interface Serving {
  readonly requests: RecordedRequest[]
  readonly handle: Handler
  readonly closing: AbortSignal
  readonly uploads: UploadRules | undefined
}

export async function startRecordingServer(
  handle: Handler,
  { port = 0, host = '127.0.0.1' }: ServerOptions,
  uploads?: UploadRules,
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const closing = new AbortController()
  const server = createServer({ maxHeaderSize: 128 * 1024 }, (incoming, response) => {
    void serve(incoming, response, { requests, handle, closing: closing.signal, uploads })
  })
  // A client that reuses an idle connection must not find it closed under its feet.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    url: `http://${name}:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  { requests, handle, closing, uploads }: Serving,
): Promise<void> {
  const url = incoming.url ?? '/'
  const keep = !(uploads?.isUpload(url, incoming.headers) ?? false)
  const { body, digest, complete } = await readBody(incoming, { keep, onBytes: uploads?.onBytes })
  const request: RecordedRequest = {
    method: incoming.method ?? 'GET',
    url,
    path: url.replace(/\?.*$/s, ''),
    rawHeaders: incoming.rawHeaders,
    headers: incoming.headers,
    body,
    ...(digest && { digest }),
    aborted: !complete,
  }
  requests.push(request)
  if (!complete) return
  const exchange = openExchange(request, response, closing)
  try {
    await handle(exchange)
  } catch (error) {
    if (exchange.gone.aborted) return
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
    response.end(`stand-in failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function openExchange(request: RecordedRequest, response: ServerResponse, closing: AbortSignal): Exchange {
  const gone = new AbortController()
  let closedHere = false
  const onClose = () => {
    request.aborted = !response.writableFinished && !closedHere && !closing.aborted
    gone.abort()
  }
  // A write to a connection that is just going down; `close` follows and tells the rest.
  response.on('error', () => undefined)
  if (response.destroyed) onClose()
  else response.once('close', onClose)
  return {
    request,
    response,
    gone: gone.signal,
    cutConnection: () => {
      closedHere = true
      response.socket?.destroy()
    },
    resetConnection: () => {
      closedHere = true
      response.socket?.resetAndDestroy()
    },
  }
}
