// The whole request body, as received and decompressed, under one size limit.
import type { IncomingMessage } from 'node:http'
import { oneChunk } from '../../core/wire/bytes.ts'
import { contentCodings, type ContentCodings } from '../../core/wire/content-codings.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { makeGrowingBytes, type GrowingBytes } from '../../core/wire/growing-bytes.ts'
import { ClientClosedError } from '../../core/data-plane/client-call.ts'
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
  { budget, codings }: { readonly budget: BudgetShare; readonly codings: ContentCodings },
  maxBytes: number,
  timeoutMs = BODY_TIMEOUT_MS,
): Promise<RequestBody> {
  const names = contentCodings(request.rawHeaders)
  if (!codings.knows(names)) throw unsupportedCoding(names)
  const received = await receive(request, budget, maxBytes, timeoutMs)
  if (names.length === 0) return { received, plain: received }
  const decoded = codings.decode(names, oneChunk(received))
  return { received, plain: await collect(decoded!, budget, maxBytes) }
}

function unsupportedCoding(names: readonly string[]): GatewayError {
  return new GatewayError(
    'invalid_request_error',
    `content-encoding: ${names.join(', ').slice(0, 200)} is not supported; send gzip, deflate, br, zstd or no encoding.`,
  )
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
  const expectedBytes = Number(request.headers['content-length'] ?? 0)
  if (expectedBytes > maxBytes) throw tooLarge(maxBytes)
  const whole = chargedBytes(budget, maxBytes, expectedBytes)
  const take = (chunk: Buffer) => {
    pushWithin(maxBytes, whole, chunk)
    if (whole.length > chunk.length) freeNow(chunk)
  }
  await forEachChunk(request, take, timeoutMs)
  return whole.take()
}

/** The budget is charged with the memory that is allocated, not with the bytes that came. */
function chargedBytes(budget: BudgetShare, maxBytes: number, expectedBytes = 0): GrowingBytes {
  return makeGrowingBytes({ expectedBytes, maxBytes, onCapacity: budget.take })
}

function pushWithin(maxBytes: number, whole: GrowingBytes, chunk: Uint8Array): void {
  if (whole.length + chunk.length > maxBytes) throw tooLarge(maxBytes)
  whole.push(chunk)
}

/** Listeners instead of an iterator: after a denial the connection must live on for the answer. */
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
      // The rest of a denied body is thrown away, for a client that reads only once it has written all.
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

/** Below it the collector of young objects is cheaper than giving the memory back by hand. */
const FREED_BYTES = 4096

/**
 * V8 marks its whole heap for each 64 MB of buffers that were made, garbage or not. A chunk that has been copied is
 * held by nobody else, so its memory is given back without waiting for that.
 */
function freeNow(chunk: Buffer): void {
  if (chunk.byteLength >= FREED_BYTES && chunk.byteLength === chunk.buffer.byteLength)
    (chunk.buffer as ArrayBuffer).transfer(0)
}

/** Piece by piece, so that a small body reserves no more than it turns out to need. */
async function collect(
  decoded: AsyncIterable<Uint8Array>,
  budget: BudgetShare,
  maxBytes: number,
): Promise<Uint8Array> {
  const plain = chargedBytes(budget, maxBytes)
  try {
    for await (const chunk of decoded) pushWithin(maxBytes, plain, chunk)
    return plain.take()
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw new GatewayError('invalid_request_error', 'The request body does not match its content-encoding.', {
      cause: error,
    })
  }
}
