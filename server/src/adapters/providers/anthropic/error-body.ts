// Reads the error body of an answer: Anthropic's envelope, or whatever stood in the way of it.
import zlib from 'node:zlib'
import { headerList, headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { jsonObject, parseJsonObject } from '../../../core/wire/json-object.ts'

export interface ErrorBody {
  readonly type: string | null
  readonly message: string | null
  readonly code: string | null
}

/** More than any error says; a small body may decompress to more than memory holds. */
const MAX_PLAIN_BYTES = 4 * 2 ** 20

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', zlib.gunzipSync],
  ['x-gzip', zlib.gunzipSync],
  ['deflate', zlib.inflateSync],
  ['br', zlib.brotliDecompressSync],
  ['zstd', zlib.zstdDecompressSync],
])

/** @returns '' for a body that cannot be read. */
export function errorText(headers: RawHeaders, body: Uint8Array): string {
  let plain = body
  for (const encoding of headerList(headers, 'content-encoding').toReversed()) {
    if (encoding.toLowerCase() === 'identity') continue
    const decoder = DECODERS.get(encoding.toLowerCase())
    if (!decoder) return ''
    try {
      plain = decoder(plain, { maxOutputLength: MAX_PLAIN_BYTES })
    } catch {
      return ''
    }
  }
  return new TextDecoder().decode(plain)
}

/** Null when the text is not an error of the API. */
export function readErrorBody(text: string): ErrorBody | null {
  const error = jsonObject(parseJsonObject(text)?.error)
  if (!error) return null
  const string = (value: unknown) => (typeof value === 'string' ? value : null)
  const read = {
    type: string(error.type),
    message: string(error.message),
    code: string(jsonObject(error.details)?.error_code),
  }
  return read.type === null && read.message === null ? null : read
}

export function isHtml(headers: RawHeaders): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(headerValue(headers, 'content-type') ?? '')
}
