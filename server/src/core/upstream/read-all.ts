// Bodies that are not passed on as they come: collected whole, or let go of.
import { makeGrowingBytes } from '../wire/growing-bytes.ts'

/** @returns the bytes, or null when there are more than `maxBytes`; the rest is then not read. */
export async function readAll(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const whole = makeGrowingBytes()
  for await (const chunk of body) {
    if (whole.length + chunk.length > maxBytes) return null
    whole.push(chunk)
  }
  return whole.take()
}

/** Gives up a body that nobody will read; its connection would wait for a reader otherwise. */
export function abandon(body: AsyncIterable<Uint8Array>): void {
  void body[Symbol.asyncIterator]()
    .return?.()
    .catch(() => undefined)
}
