// Bytes of any length without a file behind them, the same for the same length and seed.
import { createHash } from 'node:crypto'

const blockBytes = 64 * 1024

/** Blocks of text-like noise that does not repeat within a block and is not valid UTF-8 as a whole. */
export function* generatedContent(sizeBytes: number, seed: string): Generator<Buffer> {
  const block = Buffer.concat(
    Array.from({ length: blockBytes / 32 }, (_, index) =>
      createHash('sha256').update(`${seed} ${index}`).digest(),
    ),
  )
  for (let left = sizeBytes; left > 0; left -= blockBytes) yield block.subarray(0, Math.min(left, blockBytes))
}

export function generatedSha256(sizeBytes: number, seed: string): string {
  const hash = createHash('sha256')
  for (const block of generatedContent(sizeBytes, seed)) hash.update(block)
  return hash.digest('hex')
}
