// Server-sent events as the Claude API writes them.
import { errorObject, type ApiError } from '../error-object.ts'
import type { StreamEvent } from '../message-json.ts'
import { eventBytes } from '../event-bytes.ts'
import type { ExtraEvent } from './behaviours.ts'

/** With the space behind the colon that the service writes here and nowhere else. */
const ping: StreamEvent = { name: 'ping', data: '{"type": "ping"}' }

/** A ping follows `message_start`. */
export function sseEvents(events: readonly StreamEvent[]): Uint8Array[] {
  return [...events.slice(0, 1), ping, ...events.slice(1)].map(eventBytes)
}

export function withExtraEvents(events: readonly Uint8Array[], extra: readonly ExtraEvent[]): Uint8Array[] {
  const behind = (count: number) =>
    extra.filter(({ after }) => after === count).map((event) => Buffer.from(event.sse))
  return [...behind(0), ...events.flatMap((event, index) => [event, ...behind(index + 1)])]
}

export function errorEvent(error: ApiError, requestId: string): Uint8Array {
  const data = JSON.stringify({ type: 'error', error: errorObject(error), request_id: requestId })
  return eventBytes({ name: 'error', data })
}
