// The event-stream codec of the AWS SDK.
import { EventStreamCodec } from '@smithy/eventstream-codec'

export const eventStreamCodec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
)
