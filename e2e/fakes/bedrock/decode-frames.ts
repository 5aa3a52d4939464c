// The way back from event-stream bytes, for tests that look at what the stand-in or a gateway wrote.
import { isObject, type JsonObject } from '../json.ts'
import { eventStreamCodec } from './event-stream-codec.ts'

interface DecodedFrame {
  readonly headers: Readonly<Record<string, unknown>>
  readonly payload: string
}

/** Checks both checksums of each frame and throws when one is wrong. */
export function decodeFrames(bytes: Uint8Array): DecodedFrame[] {
  const frames: DecodedFrame[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0; start < bytes.byteLength;) {
    const length = view.getUint32(start)
    const { headers, body } = eventStreamCodec.decode(bytes.subarray(start, start + length))
    const values = Object.entries(headers).map(([name, { value }]) => [name, value])
    frames.push({ headers: Object.fromEntries(values), payload: new TextDecoder().decode(body) })
    start += length
  }
  return frames
}

/** The JSON text of the stream event in a chunk frame. */
export function eventText(frame: DecodedFrame): string {
  const payload: unknown = JSON.parse(frame.payload)
  const encoded = isObject(payload) ? payload['bytes'] : undefined
  if (typeof encoded !== 'string') throw new Error('The frame is not a chunk.')
  return Buffer.from(encoded, 'base64').toString()
}

export function eventOf(frame: DecodedFrame): JsonObject {
  const event: unknown = JSON.parse(eventText(frame))
  if (!isObject(event)) throw new Error('The chunk is not an object.')
  return event
}
