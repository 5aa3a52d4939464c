// Writes an answer to the client: head first, then each chunk as it comes, as fast as the client reads.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { UpstreamAnswer } from '../../../core/upstream/provider.ts'

/**
 * Resolves when the last byte has been handed to the socket. An answer that was cut, in a form that cannot say so
 * itself, breaks the connection, so that it never looks complete.
 */
export async function relay(
  response: ServerResponse,
  answer: Pick<UpstreamAnswer, 'status' | 'headers' | 'streamed' | 'body'>,
  signal: AbortSignal,
  onFirstByte: () => void,
): Promise<void> {
  response.writeHead(answer.status, answer.headers as string[])
  // A stream's head goes out at once; otherwise it travels with the first chunk.
  if (answer.streamed) response.flushHeaders()
  let started = false
  try {
    for await (const chunk of answer.body) {
      if (!started) onFirstByte()
      started = true
      if (!response.write(chunk)) await once(response, 'drain', { signal })
      signal.throwIfAborted()
    }
    response.end()
  } catch (error) {
    response.destroy()
    throw signal.aborted ? signal.reason : error
  }
}
