// HTTP towards upstreams over undici. Bodies arrive as an async iterable that pauses the socket when nobody reads.
import type { Readable } from 'node:stream'
import { Agent, errors, type Dispatcher } from 'undici'
import { guardedConnector, type AddressCheck } from './guarded-connector.ts'
import {
  TransportError,
  type HttpResponse,
  type HttpRequest,
  type Transport,
} from '../../core/upstream/transport.ts'
import { makeGrowingBytes } from '../../core/wire/growing-bytes.ts'

export interface TransportOptions {
  readonly connectTimeoutMs: number
  /** Until the response head. */
  readonly firstByteTimeoutMs: number
  /** Between two chunks of a body. */
  readonly idleTimeoutMs: number
}

/** AWS and Anthropic let long thinking run for minutes without a byte. */
export const DEFAULT_TRANSPORT_OPTIONS: TransportOptions = {
  connectTimeoutMs: 10_000,
  firstByteTimeoutMs: 600_000,
  idleTimeoutMs: 600_000,
}

export interface ClosableTransport extends Transport {
  close(): Promise<void>
}

/** @param check asked before each connection; without it all are made */
export function makeUndiciTransport(
  options: TransportOptions = DEFAULT_TRANSPORT_OPTIONS,
  check?: AddressCheck,
): ClosableTransport {
  const connectOptions = { timeout: options.connectTimeoutMs, allowH2: false }
  const agent = new Agent({
    // HTTP/1.1 only: header names keep their spelling and order, as the client must see them.
    allowH2: false,
    connect: check ? guardedConnector(connectOptions, check) : connectOptions,
    headersTimeout: options.firstByteTimeoutMs,
    bodyTimeout: options.idleTimeoutMs,
    pipelining: 1,
  })
  return {
    send(request, signal) {
      return new Promise<HttpResponse>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error)
        const exchange = new Exchange(resolve, reject, signal)
        agent.dispatch(
          {
            origin: request.url.origin,
            path: request.rawPath ?? request.url.pathname + request.url.search,
            method: request.method,
            ...payload(request, (error) => exchange.bodyFailed(error)),
          },
          exchange,
        )
      })
    },
    close: () => agent.destroy(),
  }
}

/** Small bodies are not worth the detour. */
const HELD_BYTES = 16 * 1024

function payload(
  { headers, body }: HttpRequest,
  onError: (error: Error) => void,
): { headers: string[]; body: Uint8Array | Readable | null } {
  // undici takes iterables, as its documentation says; its types do not.
  if (body && !(body instanceof Uint8Array))
    return { headers: headers as string[], body: watched(body, onError) as unknown as Readable }
  if (!body || body.length <= HELD_BYTES) return { headers: headers as string[], body }
  return {
    headers: [...headers, 'content-length', String(body.length)],
    body: new HandedOver(body) as unknown as Readable,
  }
}

/** What makes a body fail is no failure of the connection. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  onError: (error: Error) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

/** A body to be written once. undici keeps what it was given until the answer has ended, which may take an hour. */
class HandedOver implements Iterator<Uint8Array, undefined> {
  #body: Uint8Array | null

  constructor(body: Uint8Array) {
    this.#body = body
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<Uint8Array, undefined> {
    const body = this.#body
    this.#body = null
    return body ? { done: false, value: body } : { done: true, value: undefined }
  }
}

/** Bytes that arrived before anyone asked for them; beyond this the socket is paused. */
const HIGH_WATER_BYTES = 64 * 1024

/** One request and its answer: undici pushes, the reader of `body` pulls. */
class Exchange implements Dispatcher.DispatchHandler, AsyncIterator<Uint8Array, undefined> {
  readonly #resolve: (answer: HttpResponse) => void
  readonly #reject: (error: Error) => void
  readonly #signal: AbortSignal
  readonly #onAbort: () => void
  #controller: Dispatcher.DispatchController | null = null
  /** Joined, so that an upstream of tiny chunks costs what it sends and not an object each. */
  readonly #unread = makeGrowingBytes()
  #waiting: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | null = null
  #answered = false
  #ended = false
  #error: Error | null = null
  #bodyError: Error | null = null

  constructor(resolve: (answer: HttpResponse) => void, reject: (error: Error) => void, signal: AbortSignal) {
    this.#resolve = resolve
    this.#reject = reject
    this.#signal = signal
    this.#onAbort = () => this.#abort(signal.reason as Error)
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  bodyFailed(error: Error): void {
    this.#bodyError = error
  }

  #abort(reason: Error): void {
    if (this.#controller) this.#controller.abort(reason)
    else this.#fail(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#signal.aborted) controller.abort(this.#signal.reason as Error)
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return
    this.#answered = true
    this.#resolve({
      status,
      headers: rawHeaders(controller),
      body: { [Symbol.asyncIterator]: () => this },
    })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#waiting) {
      const { resolve } = this.#waiting
      this.#waiting = null
      resolve({ done: false, value: chunk })
      return
    }
    this.#unread.push(chunk)
    if (this.#unread.length > HIGH_WATER_BYTES) controller.pause()
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#ended = true
    this.#waiting?.resolve({ done: true, value: undefined })
    this.#waiting = null
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#signal.aborted) return this.#fail(this.#signal.reason as Error)
    this.#fail(this.#bodyError ?? toTransportError(error))
  }

  #fail(error: Error): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#error = error
    if (!this.#answered) return this.#reject(error)
    this.#waiting?.reject(error)
    this.#waiting = null
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#unread.length > 0) {
      const value = this.#unread.take()
      this.#controller?.resume()
      return Promise.resolve({ done: false, value })
    }
    if (this.#error) return Promise.reject(this.#error)
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    this.#waiting = Promise.withResolvers()
    return this.#waiting.promise
  }

  /** The reader stopped early: the connection is of no further use. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#ended && !this.#error)
      this.#abort(new TransportError('network', 'The answer was no longer wanted'))
    this.#unread.take()
    return Promise.resolve({ done: true, value: undefined })
  }
}

function rawHeaders(controller: Dispatcher.DispatchController): string[] {
  const raw = controller.rawHeaders
  if (!Array.isArray(raw)) throw new TypeError('undici gave no raw headers')
  return raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
}

function toTransportError(error: Error): TransportError {
  const timedOut =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return new TransportError(timedOut ? 'timed_out' : 'network', code + error.message, { cause: error })
}
