// Reading a request body to its end: kept whole, or only counted and hashed.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface BodyDigest {
  readonly sizeBytes: number
  /** Hexadecimal, over the bytes as they were received. */
  readonly sha256: string
  /** The first bytes, where a multipart body names its file. */
  readonly start: Buffer
}

interface ReadBody {
  /** Empty when the bytes were not kept. */
  readonly body: Buffer
  readonly digest: BodyDigest | null
  /** False when the client left before the end. */
  readonly complete: boolean
}

interface ReadOptions {
  readonly keep: boolean
  readonly onBytes?: ((count: number) => void) | undefined
}

const startBytes = 4096

export async function readBody(
  incoming: IncomingMessage,
  { keep, onBytes = () => undefined }: ReadOptions,
): Promise<ReadBody> {
  const kept: Buffer[] = []
  const hash = createHash('sha256')
  let sizeBytes = 0
  const take = (part: Buffer) => {
    onBytes(part.byteLength)
    if (!keep) hash.update(part)
    // A copy, so that the part itself can go.
    if (keep) kept.push(part)
    else if (sizeBytes < startBytes) kept.push(Buffer.from(part.subarray(0, startBytes - sizeBytes)))
    sizeBytes += part.byteLength
  }
  const complete = await readParts(incoming, take)
  const bytes = Buffer.concat(kept)
  if (keep) return { body: bytes, digest: null, complete }
  const digest = { sizeBytes, sha256: hash.digest('hex'), start: bytes }
  return { body: Buffer.alloc(0), digest, complete }
}

async function readParts(incoming: IncomingMessage, take: (part: Buffer) => void): Promise<boolean> {
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) take(part)
    return true
  } catch {
    return false
  }
}
