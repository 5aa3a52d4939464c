// Reads each body outside the data plane into one buffer: the framework keeps an object per chunk, and strangers choose
// the size of their chunks.
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { GatewayError } from '../core/wire/anthropic-error.ts'
import { makeGrowingBytes, type GrowingBytes } from '../core/wire/growing-bytes.ts'
import { deny } from './deny.ts'
import { makeBodyBudget, type BodyBudget } from './proxy/body-budget.ts'
import { mayHaveBody, readsOwnBody } from './request-path.ts'

/** The framework's own limit: what exceeds it is handed over as soon as it does, and denied there. */
const MAX_BODY_BYTES = 2 ** 20
/** The console sends a few KB at a time. The data plane has a budget of its own, so neither can block the other. */
const MAX_HELD_BYTES = 32 * 2 ** 20

export function bufferBodies(
  app: FastifyInstance,
  budget: BodyBudget = makeBodyBudget(MAX_HELD_BYTES),
): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    const isParsed = request.method !== 'GET' && request.method !== 'HEAD'
    if (!isParsed || !mayHaveBody(request) || readsOwnBody(request)) return payload
    const expectedBytes = Number(request.headers['content-length'] ?? 0)
    // The framework denies it without reading.
    if (expectedBytes > MAX_BODY_BYTES) return payload
    const share = budget.open()
    reply.raw.once('close', share.release)
    const whole = makeGrowingBytes({ expectedBytes, maxBytes: MAX_BODY_BYTES, onCapacity: share.take })
    try {
      return Readable.from(await collect(payload, whole, reply.raw))
    } catch (error) {
      reply.header('connection', 'close')
      if (!(error instanceof GatewayError)) throw Object.assign(error as Error, { statusCode: 400 })
      deny(reply.headers(error.headers), error.status, error.message)
      return payload
    }
  })
}

/** Resolves at the end of the body, or as soon as there is too much of it. Nothing is held once the response is over. */
function collect(payload: Readable, whole: GrowingBytes, response: ServerResponse): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stop = () => void payload.off('data', onData).off('end', onEnd).off('error', onError).resume()
    const onEnd = () => {
      stop()
      const bytes = whole.take()
      resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    }
    const onError = (error: Error) => {
      stop()
      reject(error)
    }
    const onData = (chunk: Buffer) => {
      try {
        whole.push(chunk)
        if (whole.length > MAX_BODY_BYTES) onEnd()
      } catch (error) {
        onError(error as Error)
      }
    }
    payload.on('data', onData).on('end', onEnd).on('error', onError)
    response.once('close', () => onError(new Error('The response is over')))
  })
}
