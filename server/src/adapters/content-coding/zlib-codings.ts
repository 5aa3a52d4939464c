// Undoes gzip, deflate, br and zstd with Node's zlib.
import { pipeline, Readable, type Transform } from 'node:stream'
import zlib from 'node:zlib'
import type { ContentCodings } from '../../core/wire/content-codings.ts'

interface Coding {
  readonly open: () => Transform
  readonly whole: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array
}

const GZIP: Coding = { open: () => zlib.createGunzip(), whole: zlib.gunzipSync }

const CODINGS: ReadonlyMap<string, Coding> = new Map<string, Coding>([
  ['gzip', GZIP],
  ['x-gzip', GZIP],
  ['deflate', { open: () => zlib.createInflate(), whole: zlib.inflateSync }],
  ['br', { open: () => zlib.createBrotliDecompress(), whole: zlib.brotliDecompressSync }],
  ['zstd', { open: () => zlib.createZstdDecompress(), whole: zlib.zstdDecompressSync }],
])

/** More than anybody applies; each one costs a pass over the body. */
const MAX_CODINGS = 3

/** Last applied first. */
function codingsOf(names: readonly string[]): Coding[] | null {
  const codings = names.toReversed().map((name) => CODINGS.get(name))
  const isKnown = codings.every((coding) => coding !== undefined)
  return isKnown && codings.length <= MAX_CODINGS ? codings : null
}

export const ZLIB_CODINGS: ContentCodings = {
  knows: (names) => codingsOf(names) !== null,
  decode(names, body) {
    const codings = codingsOf(names)
    if (codings === null) return null
    const source = Readable.from(body, { objectMode: false })
    const streams = codings.map(({ open }) => open())
    // An error of any of them destroys the last, whose reader hears of it.
    return pipeline([source, ...streams], () => undefined) as unknown as Readable
  },
  decodeWhole(names, bytes, maxBytes) {
    try {
      return (
        codingsOf(names)?.reduce((plain, { whole }) => whole(plain, { maxOutputLength: maxBytes }), bytes) ??
        null
      )
    } catch {
      return null
    }
  },
}
