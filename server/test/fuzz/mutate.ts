// Damage to bytes, from a seed: the same seed gives the same damage.

export type Random = () => number

/** mulberry32: small, fast, and good enough to choose positions with. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const below = (random: Random, end: number): number => Math.floor(random() * end)

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[below(random, values.length)]!
}

/** Bytes that mean something to a parser of frames, lines or JSON. */
const TELLING = [
  0x00, 0x01, 0x07, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0xff,
]

type Mutation = (random: Random, bytes: Uint8Array) => Uint8Array

const splice = (bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)])

function range(random: Random, bytes: Uint8Array): [number, number] {
  const from = below(random, bytes.length + 1)
  return [from, Math.min(bytes.length, from + 1 + below(random, 40))]
}

function changeAt(random: Random, bytes: Uint8Array, value: (old: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes
  const changed = Uint8Array.from(bytes)
  const at = below(random, bytes.length)
  changed[at] = value(changed[at]!)
  return changed
}

const MUTATIONS: readonly Mutation[] = [
  (random, bytes) => changeAt(random, bytes, (old) => old ^ (1 << below(random, 8))),
  (random, bytes) => changeAt(random, bytes, () => pick(random, TELLING)),
  (random, bytes) => splice(bytes, ...range(random, bytes), new Uint8Array()),
  (random, bytes) => {
    const [from, to] = range(random, bytes)
    return splice(bytes, from, from, bytes.subarray(from, to))
  },
  (random, bytes) => {
    const at = below(random, bytes.length + 1)
    return splice(
      bytes,
      at,
      at,
      Uint8Array.from({ length: below(random, 12) }, () => pick(random, TELLING)),
    )
  },
  (random, bytes) => bytes.subarray(0, below(random, bytes.length + 1)),
  (random, bytes) => {
    // A length field that lies.
    if (bytes.length < 4) return bytes
    const changed = Buffer.from(bytes)
    changed.writeUInt32BE(below(random, 2 ** 32), below(random, bytes.length - 3))
    return changed
  },
]

/** One to four kinds of damage, one after the other. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = bytes
  for (let n = 1 + below(random, 4); n > 0; n--) changed = pick(random, MUTATIONS)(random, changed)
  return changed
}

/** The same bytes in pieces of any size. */
export function split(random: Random, bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + 1 + below(random, random() < 0.3 ? 4 : bytes.length))
    pieces.push(bytes.subarray(from, to))
    from = to
  }
  return pieces
}
