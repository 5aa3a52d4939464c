// Notices when the client leaves before its answer is complete. Nobody is left to be told then.
import type { ServerResponse } from 'node:http'

export class ClientClosedError extends Error {
  override name = 'ClientClosedError'
  constructor(options?: { cause?: unknown }) {
    super('The client closed the connection', options)
  }
}

export interface ClientSignal {
  /** Aborts with a ClientClosedError. */
  readonly signal: AbortSignal
  release(): void
}

export function watchClient(response: ServerResponse): ClientSignal {
  const controller = new AbortController()
  const onClose = () => {
    if (!response.writableFinished) controller.abort(new ClientClosedError())
  }
  response.once('close', onClose)
  return { signal: controller.signal, release: () => response.off('close', onClose) }
}
