// A request body that passes through: never held, read as fast as the upstream takes it.
import type { IncomingMessage } from 'node:http'
import { ClientClosedError } from '../../core/data-plane/client-call.ts'

/** Between two chunks of a client that has more to send. Slow lines get through, dead ones do not hold an upstream. */
const IDLE_UPLOAD_MS = 300_000

/** Null when the request has none. To be iterated once. */
export function streamBody(
  request: IncomingMessage,
  idleMs = IDLE_UPLOAD_MS,
): AsyncIterable<Uint8Array> | null {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  return encoding !== undefined || Number(length ?? 0) > 0 ? chunksOf(request, idleMs) : null
}

async function* chunksOf(request: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array> {
  let isWaiting = true
  const stalled = () => void (isWaiting ? request.destroy(new Error('No more came')) : timer.refresh())
  const timer = setTimeout(stalled, idleMs)
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      isWaiting = false
      yield chunk
      isWaiting = true
      timer.refresh()
    }
  } catch (cause) {
    throw new ClientClosedError({ cause })
  } finally {
    clearTimeout(timer)
    // An upstream that has answered early: the rest is thrown away, for a client that reads only once it has sent all.
    request.resume()
  }
}
