// An answer of bytes, which may be generated while they are sent.

export interface BytesResponse {
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  readonly pieces: Iterable<Uint8Array>
}

export function jsonResponse(value: object): BytesResponse {
  const bytes = Buffer.from(JSON.stringify(value))
  const headers = { 'content-length': String(bytes.byteLength) }
  return { contentType: 'application/json', headers, pieces: [bytes] }
}

export function* firstBytes(pieces: Iterable<Uint8Array>, count: number): Generator<Uint8Array> {
  let left = count
  for (const piece of pieces) {
    if (left <= 0) return
    yield piece.subarray(0, left)
    left -= piece.byteLength
  }
}
