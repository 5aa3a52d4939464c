// Frames of `application/vnd.amazon.eventstream`, encoded by the codec of the AWS SDK.
import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { eventStreamCodec } from './event-stream-codec.ts'

export type StreamException =
  | 'internalServerException'
  | 'modelStreamErrorException'
  | 'validationException'
  | 'throttlingException'
  | 'modelTimeoutException'
  | 'serviceUnavailableException'

const padding = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

export function chunkFrame(eventJson: string): Uint8Array {
  return eventFrame('chunk', { bytes: Buffer.from(eventJson).toString('base64') })
}

/** `p` is padding of random length against traffic analysis. */
export function eventFrame(eventType: string, payload: object): Uint8Array {
  const headers = {
    ':event-type': eventType,
    ':content-type': 'application/json',
    ':message-type': 'event',
  }
  return frame(headers, JSON.stringify({ ...payload, p: padding.slice(0, randomInt(1, padding.length)) }))
}

export function exceptionFrame(exception: StreamException, payload: object): Uint8Array {
  const headers = {
    ':exception-type': exception,
    ':content-type': 'application/json',
    ':message-type': 'exception',
  }
  return frame(headers, JSON.stringify(payload))
}

export function errorFrame(code: string, message: string): Uint8Array {
  return frame({ ':error-code': code, ':error-message': message, ':message-type': 'error' }, '')
}

/** The same frame with one wrong checksum, and only that one. */
export function withWrongCrc(bytes: Uint8Array, which: 'message' | 'prelude'): Uint8Array {
  const damaged = Buffer.from(bytes)
  const end = damaged.byteLength - 4
  if (which === 'message') {
    damaged.writeUInt32BE(~damaged.readUInt32BE(end) >>> 0, end)
    return damaged
  }
  damaged.writeUInt32BE(~damaged.readUInt32BE(8) >>> 0, 8)
  damaged.writeUInt32BE(crc32(damaged.subarray(0, end)), end)
  return damaged
}

function frame(headers: Readonly<Record<string, string>>, payload: string): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }])
  return eventStreamCodec.encode({
    headers: Object.fromEntries(typed),
    body: new TextEncoder().encode(payload),
  })
}
