// From the bytes of a request body to its JSON object, compressed or not.
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { RecordedRequest } from '../http-server.ts'
import { isObject, type JsonObject } from '../json.ts'
import { Rejection } from './rejection.ts'

/** The documented limit of the Messages API. */
const maxBodyBytes = 32 * 2 ** 20

const decoders: Readonly<Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

export function decodeBody({ headers, body }: RecordedRequest, maxBytes: number = maxBodyBytes): JsonObject {
  if (body.byteLength > maxBytes) throw new Rejection(413, 'Request exceeds the maximum size')
  const encodings = (headers['content-encoding'] ?? 'identity')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  const plain = encodings.reduceRight((bytes, encoding) => decompress(bytes, encoding, maxBytes), body)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain))
  } catch (error) {
    throw new Rejection(400, `The request body is not valid JSON: ${messageOf(error)}`)
  }
  if (!isObject(value)) throw new Rejection(400, 'Input should be an object')
  return value
}

function decompress(bytes: Buffer, encoding: string, maxBytes: number): Buffer {
  const decoder = decoders[encoding]
  if (decoder === undefined) {
    throw new Rejection(400, `Unsupported content encoding: ${encoding}`, {
      error_code: 'request_body_encoding_unsupported',
    })
  }
  try {
    return decoder(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    if (error instanceof RangeError) throw new Rejection(413, 'Request exceeds the maximum size')
    throw new Rejection(400, `The request body could not be decoded: ${messageOf(error)}`, {
      error_code: 'request_body_encoding_invalid',
    })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
