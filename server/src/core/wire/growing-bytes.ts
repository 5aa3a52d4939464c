// Collects chunks in one buffer that doubles, so that many small chunks cost what they hold and not an object each.

/** Small enough for a trickle, large enough that a whole turn of Claude Code is allocated once. */
const FIRST_BYTES = 4096
const MAX_FIRST_BYTES = 2 ** 20

export interface GrowingBytes {
  readonly length: number
  /** Copies the chunk, unless it is the only one: that one must not be changed afterwards. */
  push(chunk: Uint8Array): void
  /** What is held so far; to be read before the next push. */
  bytes(): Uint8Array
  /** Hands the bytes over and starts again from nothing. */
  take(): Uint8Array
}

export interface GrowingBytesOptions {
  /** What is known to come. It is a hint: a liar is only believed up to 1 MB before the bytes are there. */
  readonly expectedBytes?: number
  /** The owner takes no more than this, so no more is allocated. */
  readonly maxBytes?: number
  /** Hears by how much the memory held has changed, before more is allocated. What it throws is passed on. */
  readonly onCapacity?: (changeBytes: number) => void
}

const EMPTY = new Uint8Array(0)

export function makeGrowingBytes({
  expectedBytes = 0,
  maxBytes = Infinity,
  onCapacity,
}: GrowingBytesOptions = {}): GrowingBytes {
  let buffer: Uint8Array = EMPTY
  let length = 0
  /** The first chunk is held as it came until a second one needs to stand beside it. */
  let isBorrowed = false

  const held = () => (length === buffer.length ? buffer : buffer.subarray(0, length))

  function grow(neededBytes: number): void {
    const doubled = Math.max(FIRST_BYTES, Math.min(expectedBytes, MAX_FIRST_BYTES), 2 * buffer.length)
    const enough = expectedBytes > length ? expectedBytes : maxBytes
    const capacity = Math.max(neededBytes, Math.min(doubled, enough))
    onCapacity?.(capacity - buffer.length)
    const larger = new Uint8Array(capacity)
    larger.set(buffer.subarray(0, length))
    buffer = larger
    isBorrowed = false
  }

  return {
    get length() {
      return length
    },
    push(chunk) {
      if (chunk.length === 0) return
      if (length === 0 && buffer.length === 0) {
        onCapacity?.(chunk.length)
        buffer = chunk
        length = chunk.length
        isBorrowed = true
        return
      }
      const needed = length + chunk.length
      if (isBorrowed || needed > buffer.length) grow(needed)
      buffer.set(chunk, length)
      length = needed
    },
    bytes: held,
    take() {
      const bytes = held()
      buffer = EMPTY
      length = 0
      isBorrowed = false
      return bytes
    },
  }
}
