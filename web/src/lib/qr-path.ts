// A QR code as one path of an SVG: a square of one unit per dark module, a row's neighbours joined.
import { encode } from 'uqr'

export interface QrPath {
  /** Width and height in modules, the quiet zone included. */
  readonly size: number
  /** For the attribute `d`. */
  readonly path: string
}

/** Readers need it to tell the code from what is around it (ISO/IEC 18004). */
const QUIET_ZONE = 4

export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  return { size, path: data.map(rowPath).join('') }
}

function rowPath(row: readonly boolean[], y: number): string {
  return runsOf(row)
    .map(([from, to]) => `M${from} ${y}h${to - from}v1h${from - to}z`)
    .join('')
}

/** Where dark modules begin and end. */
function runsOf(row: readonly boolean[]): (readonly [number, number])[] {
  const starts = row.flatMap((dark, x) => (dark && row[x - 1] !== true ? [x] : []))
  return starts.map((from) => {
    const length = row.slice(from).findIndex((dark) => !dark)
    return [from, length === -1 ? row.length : from + length] as const
  })
}
