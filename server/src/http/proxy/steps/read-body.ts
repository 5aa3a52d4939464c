// The whole request body, as received and decompressed, under one size limit.
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { headerList } from '../../../core/upstream/raw-headers.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { ClientClosedError } from './client-closed.ts'
import type { BudgetShare } from './body-budget.ts'

export interface RequestBody {
  readonly received: Uint8Array
  /** Identical to `received` when the body is not compressed. */
  readonly plain: Uint8Array
}

/** For a whole body to arrive. */
const BODY_TIMEOUT_MS = 300_000

/** @throws GatewayError 413, 400 or 408; ClientClosedError when the client leaves before the end. */
export async function readBody(
  request: IncomingMessage,
  budget: BudgetShare,
  maxBytes: number,
  timeoutMs = BODY_TIMEOUT_MS,
): Promise<RequestBody> {
  const decoders = decodersOf(request)
  const received = await receive(request, budget, maxBytes, timeoutMs)
  let plain = received
  for (const decoder of decoders) {
    // How large it becomes is known afterwards only.
    budget.take(maxBytes)
    plain = await decompress(plain, decoder, maxBytes)
    budget.give(maxBytes - plain.length)
  }
  return { received, plain }
}

function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError(
    'request_too_large',
    `The request exceeds the maximum size of ${maxBytes / 2 ** 20} MB.`,
  )
}

function tooSlow(): GatewayError {
  return new GatewayError('timeout_error', 'The request did not arrive in time.', { status: 408 })
}

async function receive(
  request: IncomingMessage,
  budget: BudgetShare,
  maxBytes: number,
  timeoutMs: number,
): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const parts: Buffer[] = []
  let length = 0
  const take = (chunk: Buffer) => {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(maxBytes)
    budget.take(chunk.length)
    parts.push(chunk)
  }
  await forEachChunk(request, take, timeoutMs)
  if (parts.length === 1) return parts[0]!
  const whole = Buffer.concat(parts)
  for (const part of parts) freeNow(part)
  return whole
}

/** Listeners instead of an iterator: after a refusal the connection must live on for the answer. */
function forEachChunk(
  request: IncomingMessage,
  take: (chunk: Buffer) => void,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooSlow())), timeoutMs)
    const settle = (result: () => void) => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
      // The rest of a refused body is thrown away, for a client that reads only once it has written all.
      request.resume()
      result()
    }
    const onData = (chunk: Buffer) => {
      try {
        take(chunk)
      } catch (error) {
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

/** More than anybody sends; each one costs a pass over the body. */
const MAX_ENCODINGS = 3

/** In the order they are undone: a header lists them in the order they were applied. */
function decodersOf(request: IncomingMessage): Decoder[] {
  const names = headerList(request.rawHeaders, 'content-encoding')
    .map((name) => name.toLowerCase())
    .filter((name) => name !== 'identity')
  const decoders = names.map((name) => DECODERS.get(name)).filter((decoder) => decoder !== undefined)
  if (decoders.length === names.length && names.length <= MAX_ENCODINGS) return decoders.toReversed()
  throw new GatewayError(
    'invalid_request_error',
    `content-encoding: ${names.join(', ').slice(0, 200)} is not supported; send gzip, deflate, br, zstd or no encoding.`,
  )
}

async function decompress(bytes: Uint8Array, decoder: Decoder, maxBytes: number): Promise<Uint8Array> {
  try {
    return await decoder(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes)
    throw new GatewayError('invalid_request_error', 'The request body does not match its content-encoding.', {
      cause: error,
    })
  }
}
