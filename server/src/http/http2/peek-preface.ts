// Tells by a connection's first bytes which HTTP it speaks: without TLS nothing else does.
import type { Socket } from 'node:net'

/** How every HTTP/2 connection with prior knowledge begins (RFC 9113, 3.4); no HTTP/1.1 request can. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

type Guess = 'http1' | 'http2' | 'undecided'

export interface Ways {
  readonly http1: (socket: Socket) => void
  readonly http2: (socket: Socket) => void
  readonly tooSlow: (socket: Socket) => void
}

/** Takes one of the ways, with all bytes still to be read, unless the connection ends before. */
export function peekPreface(socket: Socket, timeoutMs: number, ways: Ways): void {
  let seen: Buffer = Buffer.alloc(0)
  const onReadable = () => {
    const more = socket.read() as Buffer | null
    // What the end leaves undecided is a broken request: HTTP/1.1 has an answer to that.
    const guess = more === null ? 'http1' : guessHttp((seen = join(seen, more)))
    if (guess === 'undecided') return
    stop()
    socket.off('error', onError)
    if (seen.length > 0) socket.unshift(seen)
    ways[guess](socket)
  }
  const stop = () => {
    clearTimeout(timer)
    socket.off('readable', onReadable).off('close', stop)
  }
  // `close` follows and cleans up.
  const onError = () => undefined
  const timer = setTimeout(() => {
    stop()
    ways.tooSlow(socket)
  }, timeoutMs)
  socket.on('readable', onReadable).on('close', stop).on('error', onError)
}

function guessHttp(seen: Buffer): Guess {
  const length = Math.min(seen.length, PREFACE.length)
  if (PREFACE.compare(seen, 0, length, 0, length) !== 0) return 'http1'
  return length === PREFACE.length ? 'http2' : 'undecided'
}

function join(seen: Buffer, more: Buffer): Buffer {
  return seen.length === 0 ? more : Buffer.concat([seen, more])
}
