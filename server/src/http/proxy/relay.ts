// Writes an answer to the client: head first, then each chunk as it comes, as fast as the client reads.
import type { ServerResponse } from 'node:http'
import type { UpstreamResponse } from '../../core/upstream/provider.ts'
import { ClientClosedError } from '../../core/data-plane/client-call.ts'

/** Without a single step forward. Long enough for a laptop that sleeps a little, or a debugger that stands still. */
const STALLED_CLIENT_MS = 600_000
/** Each of these leaving is a step forward, however large the chunks of the answer are. */
const STEP_BYTES = 64 * 1024

/**
 * Resolves when the last byte has been handed to the socket. An answer that was cut, in a form that cannot say so
 * itself, breaks the connection, so that it never looks complete.
 */
export async function relay(
  response: ServerResponse,
  answer: Pick<UpstreamResponse, 'status' | 'headers' | 'streamed' | 'body'>,
  signal: AbortSignal,
  onFirstByte: () => void,
  stallMs = STALLED_CLIENT_MS,
): Promise<void> {
  response.writeHead(answer.status, answer.headers as string[])
  // A stream's head goes out at once; otherwise it travels with the first chunk.
  if (answer.streamed) response.flushHeaders()
  let started = false
  try {
    for await (const chunk of answer.body) {
      if (!started) onFirstByte()
      started = true
      await writeInSteps(response, chunk, signal, stallMs)
    }
    response.end()
    closeIfStalled(response, stallMs)
  } catch (error) {
    response.destroy()
    throw signal.aborted ? signal.reason : error
  }
}

async function writeInSteps(
  response: ServerResponse,
  chunk: Uint8Array,
  signal: AbortSignal,
  stallMs: number,
): Promise<void> {
  for (let at = 0; at < chunk.length; at += STEP_BYTES) {
    const isRoom = response.write(chunk.length <= STEP_BYTES ? chunk : chunk.subarray(at, at + STEP_BYTES))
    if (!isRoom) await drained(response, signal, stallMs)
    signal.throwIfAborted()
  }
}

/** Resolves when there is room again. @throws ClientClosedError when none came in time; the signal's reason. */
function drained(response: ServerResponse, signal: AbortSignal, stallMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (result: () => void) => {
      clearTimeout(timer)
      response.off('drain', onDrain)
      signal.removeEventListener('abort', onAbort)
      result()
    }
    const onDrain = () => settle(resolve)
    const onAbort = () => settle(() => reject(signal.reason as Error))
    const timer = setTimeout(
      () => settle(() => reject(new ClientClosedError({ cause: new Error('The client stopped reading') }))),
      stallMs,
    )
    response.once('drain', onDrain)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
}

/** For an answer whose last bytes have been written: nobody waits for them to leave. */
export function closeIfStalled(response: ServerResponse, stallMs = STALLED_CLIENT_MS): void {
  // Most answers are with the kernel by now, and cost no timer.
  if (response.writableLength === 0 || response.destroyed) return
  const timer = setTimeout(() => response.destroy(), stallMs).unref()
  const forget = () => clearTimeout(timer)
  response.once('finish', forget).once('close', forget)
}
