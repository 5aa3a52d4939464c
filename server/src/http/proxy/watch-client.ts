// Notices when the client leaves before its answer is complete.
import type { ServerResponse } from 'node:http'
import { ClientClosedError } from '../../core/data-plane/client-call.ts'

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
