// Writing an answer piece by piece: pauses, cuts, and back-pressure.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange } from './http-server.ts'

export interface Pacing {
  /** Holds back the response head. */
  readonly firstByteDelayMs?: number
  /** Between one written piece and the next. */
  readonly chunkDelayMs?: number
  /** Nothing for a while after the n-th piece, as in long thinking; 0 = after the head. */
  readonly silence?: { readonly after: number; readonly ms: number }
}

/** Where an answer stops short, counted in events or in bytes of its body. */
export type CutPoint = { readonly events: number } | { readonly bytes: number }

export async function pause(exchange: Exchange, ms: number | undefined): Promise<void> {
  if (ms !== undefined && ms > 0) await sleep(ms, undefined, { signal: exchange.gone })
}

/** Resolves only when the connection is gone. */
export async function untilGone({ gone }: Exchange): Promise<void> {
  if (gone.aborted) return
  await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve(), { once: true }))
}

/** Writes the head, then the pieces; leaves the answer open. Rejects when the client has gone. */
export async function writePieces(
  exchange: Exchange,
  head: { readonly status: number; readonly headers: readonly string[] },
  pieces: Iterable<Uint8Array>,
  pacing: Pacing,
): Promise<void> {
  await pause(exchange, pacing.firstByteDelayMs)
  exchange.response.writeHead(head.status, [...head.headers])
  exchange.response.flushHeaders()
  const { silence } = pacing
  if (silence?.after === 0) await pause(exchange, silence.ms)
  let written = 0
  for (const piece of pieces) {
    if (written > 0) await pause(exchange, pacing.chunkDelayMs)
    await write(exchange, piece)
    written += 1
    if (silence?.after === written) await pause(exchange, silence.ms)
  }
}

async function write({ response, gone }: Exchange, piece: Uint8Array): Promise<void> {
  gone.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const leave = () => reject(new Error('The client has gone.'))
    gone.addEventListener('abort', leave, { once: true })
    response.write(piece, (error) => {
      gone.removeEventListener('abort', leave)
      if (error) reject(error)
      else resolve()
    })
  })
}

/** The pieces up to the cut. */
export function cutPieces(pieces: readonly Uint8Array[], cut: CutPoint): Uint8Array[] {
  if ('events' in cut) return pieces.slice(0, cut.events)
  const kept: Uint8Array[] = []
  let left = cut.bytes
  for (const piece of pieces) {
    if (left <= 0) break
    kept.push(piece.subarray(0, left))
    left -= piece.byteLength
  }
  return kept
}

/** The same bytes in pieces of a fixed size. */
export function splitPieces(pieces: readonly Uint8Array[], size: number): Uint8Array[] {
  const bytes = Buffer.concat(pieces)
  const count = Math.ceil(bytes.byteLength / size)
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}

/** The same bytes with several pieces joined into one write. */
export function joinPieces(pieces: readonly Uint8Array[], perWrite: number): Uint8Array[] {
  const count = Math.ceil(pieces.length / perWrite)
  return Array.from({ length: count }, (_, index) =>
    Buffer.concat(pieces.slice(index * perWrite, (index + 1) * perWrite)),
  )
}
