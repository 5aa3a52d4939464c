// The port that undoes `content-encoding`, and what headers say of it.
import { headerList, type RawHeaders } from '../upstream/raw-headers.ts'

export interface ContentCodings {
  knows(names: readonly string[]): boolean
  /**
   * Undoes the codings piece by piece.
   * @param names in the order they were applied, as `content-encoding` lists them
   * @returns null when one of them is not known; the result throws for bytes that do not fit
   */
  decode(names: readonly string[], body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> | null
  /** @returns null for an unknown coding, bytes that do not fit, or more than `maxBytes`. */
  decodeWhole(names: readonly string[], bytes: Uint8Array, maxBytes: number): Uint8Array | null
}

/** In lower case and in the order they were applied; none for a plain body. */
export function contentCodings(headers: RawHeaders): string[] {
  return headerList(headers, 'content-encoding')
    .map((name) => name.toLowerCase())
    .filter((name) => name !== 'identity')
}

/** What `accept-encoding` names without a weight of zero, in lower case; `*` stands for all. */
export function acceptedCodings(headers: RawHeaders): string[] {
  return headerList(headers, 'accept-encoding').flatMap((entry) => {
    const [name = '', ...parameters] = entry.toLowerCase().split(';')
    const isRejected = parameters.some((parameter) => /^\s*q\s*=\s*0(?:\.0*)?\s*$/.test(parameter))
    return isRejected ? [] : [name.trim()]
  })
}
