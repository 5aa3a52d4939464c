// Keeps what passes by, as long as it is not too much.
import { makeGrowingBytes } from './growing-bytes.ts'

export interface ByteCollector {
  push(chunk: Uint8Array): void
  /** Null when it was too much: then nothing is kept. */
  whole(): Uint8Array | null
}

export function makeByteCollector(maxBytes: number): ByteCollector {
  const kept = makeGrowingBytes()
  let isTooMuch = false
  return {
    push(chunk) {
      if (isTooMuch) return
      isTooMuch = kept.length + chunk.length > maxBytes
      if (isTooMuch) kept.take()
      else kept.push(chunk)
    },
    whole: () => (isTooMuch ? null : kept.bytes()),
  }
}
