// One server-sent event as the Claude API writes it.
import type { StreamEvent } from './message-json.ts'

export function eventBytes({ name, data }: StreamEvent): Uint8Array {
  return Buffer.from(`event: ${name}\ndata: ${data}\n\n`)
}
