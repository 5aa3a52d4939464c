// The whole request body, as received and decompressed, under one size limit.
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { headerList } from '../../../core/upstream/raw-headers.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { ClientClosedError } from './client-closed.ts'
import type { BudgetShare } from './body-budget.ts'

/** The larger of the providers' limits; each provider checks its own. */
const MAX_BODY_BYTES = 32 * 2 ** 20

export interface RequestBody {
  readonly received: Uint8Array
  /** Identical to `received` when the body is not compressed. */
  readonly plain: Uint8Array
}

/** @throws GatewayError 413, 415 or 400; ClientClosedError when the client leaves before the end. */
export async function readBody(request: IncomingMessage, budget: BudgetShare): Promise<RequestBody> {
  const decoder = decoderOf(request)
  const received = await receive(request, budget)
  if (decoder === null) return { received, plain: received }
  const plain = await decompress(received, decoder)
  budget.take(plain.length)
  return { received, plain }
}

function tooLarge(): GatewayError {
  return new GatewayError('request_too_large', 'The request exceeds the maximum size of 32 MB.')
}

async function receive(request: IncomingMessage, budget: BudgetShare): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const parts: Buffer[] = []
  let length = 0
  await forEachChunk(request, (chunk) => {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw tooLarge()
    budget.take(chunk.length)
    parts.push(chunk)
  })
  if (parts.length === 1) return parts[0]!
  const whole = Buffer.concat(parts)
  for (const part of parts) freeNow(part)
  return whole
}

/** Listeners instead of an iterator: after a refusal the connection must live on for the answer. */
function forEachChunk(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (result: () => void) => {
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
      result()
    }
    const onData = (chunk: Buffer) => {
      try {
        take(chunk)
      } catch (error) {
        request.pause()
        settle(() => reject(error instanceof Error ? error : new Error(String(error))))
      }
    }
    const onEnd = () => settle(resolve)
    const onGone = (cause?: Error) => settle(() => reject(new ClientClosedError({ cause })))
    if (request.destroyed && !request.readableEnded) return onGone()
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}

/**
 * V8 marks its whole heap for each 64 MB of buffers that were made, garbage or not. The parts of a body are copies
 * that nobody else holds, so their memory is given back without waiting for that.
 */
function freeNow(part: Buffer): void {
  if (part.byteLength === part.buffer.byteLength) (part.buffer as ArrayBuffer).transfer(0)
}

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', promisify(zlib.gunzip) as Decoder],
  ['x-gzip', promisify(zlib.gunzip) as Decoder],
  ['deflate', promisify(zlib.inflate) as Decoder],
  ['br', promisify(zlib.brotliDecompress) as Decoder],
  ['zstd', promisify(zlib.zstdDecompress) as Decoder],
])

/** @returns null when the body is not compressed. */
function decoderOf(request: IncomingMessage): Decoder | null {
  const encodings = headerList(request.rawHeaders, 'content-encoding').filter(
    (name) => name.toLowerCase() !== 'identity',
  )
  if (encodings.length === 0) return null
  const decoder = encodings.length === 1 ? DECODERS.get(encodings[0]!.toLowerCase()) : undefined
  if (decoder) return decoder
  throw new GatewayError(
    'invalid_request_error',
    `content-encoding: ${encodings.join(', ')} is not supported; send gzip, deflate, br, zstd or no encoding.`,
    { status: 415 },
  )
}

async function decompress(bytes: Uint8Array, decoder: Decoder): Promise<Uint8Array> {
  try {
    return await decoder(bytes, { maxOutputLength: MAX_BODY_BYTES })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge()
    throw new GatewayError('invalid_request_error', 'The request body does not match its content-encoding.', {
      cause: error,
    })
  }
}
