// One HTTP/2 connection from its preface to its end.
import { performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { MAX_HEADER_BYTES } from '../answer-malformed.ts'
import { bridgeStream, type BridgeDeps } from './bridge-stream.ts'
import { addressOf } from './socket-pair.ts'

export interface Session {
  /** Takes no further streams, and ends with the last one that runs. */
  close(): void
  /** Gives those who wait for a running stream a moment to hear that it was cut. */
  destroy(): void
}

const MAX_STREAMS = 100
/** For each stream's body; with the usual 64 KB an upload over a long line crawls. */
const STREAM_WINDOW_BYTES = 256 * 1024
const CONNECTION_WINDOW_BYTES = 1024 * 1024
/** As many as Node reads of an HTTP/1.1 head. */
const MAX_HEADERS = 1000
/** New streams are denied while the answers that wait for a slow client exceed this. */
const MAX_SESSION_MB = 32
/** For the client to take the last bytes and close its side, which we do not depend on. */
const LINGER_MS = 1000

/** Beyond these, and in floods of resets, pings and settings, Node's own limits apply. */
const OPTIONS = {
  settings: {
    maxConcurrentStreams: MAX_STREAMS,
    // More than is accepted, so that the denial comes from the same place and in the same words as over HTTP/1.1.
    maxHeaderListSize: 2 * MAX_HEADER_BYTES,
    initialWindowSize: STREAM_WINDOW_BYTES,
  },
  maxHeaderListPairs: MAX_HEADERS,
  maxSessionMemory: MAX_SESSION_MB,
  // Which headers may occur twice is for the application to say.
  strictSingleValueFields: false,
}

export function keepSession(socket: Socket, idleMs: number, deps: BridgeDeps): Session {
  const address = addressOf(socket)
  // Half-open connections are HTTP/1.1's affair: here the client's end is the end.
  socket.allowHalfOpen = false
  const destroySoon = () => void setTimeout(() => socket.destroy(), LINGER_MS).unref()
  socket.once('finish', destroySoon)

  const session = performServerHandshake(socket, OPTIONS)
  session.setLocalWindowSize(CONNECTION_WINDOW_BYTES)
  // The session is ending then, and its streams with it.
  session.on('error', () => undefined)

  let running = 0
  session.on('stream', (stream: ServerHttp2Stream, _headers: unknown, _flags: number, received: string[]) => {
    running++
    stream.once('close', () => running--)
    bridgeStream(stream, received, address, deps)
  })
  session.setTimeout(idleMs)
  session.on('timeout', () => {
    // A running stream may be silent for as long as it likes. Its end counts as activity and starts the clock again.
    if (running === 0) session.close()
  })
  return { close: () => session.close(), destroy: destroySoon }
}
