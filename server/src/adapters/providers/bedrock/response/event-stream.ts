// Decodes `application/vnd.amazon.eventstream`: framed messages with typed headers and two checksums.
import { crc32 } from 'node:zlib'
import { makeGrowingBytes } from '../../../../core/wire/growing-bytes.ts'
import { StreamDamage } from './stream-decoder.ts'

export interface EventStreamFrame {
  /** String headers only; Bedrock sends no others. */
  readonly headers: ReadonlyMap<string, string>
  readonly payload: Uint8Array
}

/** The bytes are not an event stream, or were damaged on the way. */
export class EventStreamError extends StreamDamage {
  override name = 'EventStreamError'
}

export interface EventStreamDecoder {
  /**
   * Yields the frames that this chunk completes; chunks may be split anywhere. Must be iterated to its end before
   * the next chunk, unless it throws. @throws EventStreamError at the first damaged frame.
   */
  push(chunk: Uint8Array): Generator<EventStreamFrame>
}

/** Total and header length, and the checksum of these two. */
const PRELUDE_BYTES = 12
const CHECKSUM_BYTES = 4
/** Bedrock's own limit for a payload part is 1 MB; anything near this is damage or an attack. */
const MAX_FRAME_BYTES = 16 * 2 ** 20

export function makeEventStreamDecoder(maxFrameBytes = MAX_FRAME_BYTES): EventStreamDecoder {
  const held = makeGrowingBytes()
  let needed = PRELUDE_BYTES

  return {
    *push(chunk) {
      held.push(chunk)
      if (held.length < needed) return
      let bytes = held.take()
      while (bytes.length >= needed) {
        if (needed === PRELUDE_BYTES) {
          needed = readFrameLength(bytes, maxFrameBytes)
          continue
        }
        yield readFrame(bytes.subarray(0, needed))
        bytes = bytes.subarray(needed)
        needed = PRELUDE_BYTES
      }
      held.push(bytes)
    },
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The length is trusted only after the prelude's checksum has been verified. */
function readFrameLength(bytes: Uint8Array, maxFrameBytes: number): number {
  const view = viewOf(bytes)
  if (view.getUint32(8) !== crc32(bytes.subarray(0, 8))) throw new EventStreamError('Wrong prelude checksum')
  const total = view.getUint32(0)
  const headers = view.getUint32(4)
  if (total > maxFrameBytes) throw new EventStreamError(`Frame of ${total} bytes is too large`)
  if (total < PRELUDE_BYTES + headers + CHECKSUM_BYTES)
    throw new EventStreamError('Frame shorter than its headers')
  return total
}

function readFrame(frame: Uint8Array): EventStreamFrame {
  const view = viewOf(frame)
  const end = frame.length - CHECKSUM_BYTES
  if (view.getUint32(end) !== crc32(frame.subarray(0, end)))
    throw new EventStreamError('Wrong message checksum')
  const headersEnd = PRELUDE_BYTES + view.getUint32(4)
  return {
    headers: readHeaders(frame.subarray(PRELUDE_BYTES, headersEnd)),
    payload: frame.subarray(headersEnd, end),
  }
}

const STRING_TYPE = 7
/** Value bytes by header type; null where a 16-bit length precedes the value. */
const VALUE_BYTES: readonly (number | null)[] = [0, 0, 1, 2, 4, 8, null, null, 8, 16]
const decoder = new TextDecoder()

function readHeaders(bytes: Uint8Array): Map<string, string> {
  const view = viewOf(bytes)
  const headers = new Map<string, string>()
  let at = 0
  const take = (count: number): number => {
    const from = at
    at += count
    if (at > bytes.length) throw new EventStreamError('Header runs past the end of the headers')
    return from
  }
  while (at < bytes.length) {
    const nameLength = bytes[take(1)]!
    const name = decoder.decode(bytes.subarray(take(nameLength), at))
    const type = bytes[take(1)]!
    const fixed = VALUE_BYTES[type]
    if (fixed === undefined) throw new EventStreamError(`Unknown header type ${type}`)
    const size = fixed ?? view.getUint16(take(2))
    const value = bytes.subarray(take(size), at)
    if (type === STRING_TYPE) headers.set(name, decoder.decode(value))
  }
  return headers
}
