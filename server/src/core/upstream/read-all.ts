// Bodies that are not passed on as they come: collected whole, or let go of.
import { concatBytes } from '../wire/bytes.ts'

/** @returns the bytes, or null when there are more than `maxBytes`; the rest is then not read. */
export async function readAll(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > maxBytes) return null
    parts.push(chunk)
  }
  return parts.length === 1 ? parts[0]! : concatBytes(parts)
}

/** Gives up a body that nobody will read; its connection would wait for a reader otherwise. */
export function abandon(body: AsyncIterable<Uint8Array>): void {
  void body[Symbol.asyncIterator]()
    .return?.()
    .catch(() => undefined)
}
