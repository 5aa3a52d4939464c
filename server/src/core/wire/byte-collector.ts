// Keeps what passes by, as long as it is not too much.
import { concatBytes } from './bytes.ts'

export interface ByteCollector {
  push(chunk: Uint8Array): void
  /** Null when it was too much: then nothing is kept. */
  whole(): Uint8Array | null
}

export function makeByteCollector(maxBytes: number): ByteCollector {
  let parts: Uint8Array[] = []
  let length = 0
  return {
    push(chunk) {
      length += chunk.length
      if (length <= maxBytes) parts.push(chunk)
      else parts = []
    },
    whole: () => (length <= maxBytes ? concatBytes(parts) : null),
  }
}
