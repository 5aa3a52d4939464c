// A strict JSON reader that records where values are instead of what they are, so that bytes can be kept or cut.
import { JSON_KINDS, type JsonTape } from './json-tape.ts'

export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError'
  readonly offset: number
  constructor(what: string, offset: number) {
    super(`${what} at byte ${offset}`)
    this.offset = offset
  }
}

/** Each value that is kept costs memory and time that its few bytes do not show. */
export class JsonLimitError extends JsonSyntaxError {
  override name = 'JsonLimitError'
}
const MAX_NODES = 500_000

/**
 * Reads a whole JSON text (RFC 8259, UTF-8; the contents of strings are not checked for valid UTF-8).
 * Values inside more than `keepDepth` containers are checked but get no nodes (1 keeps the members of the root).
 * @throws JsonSyntaxError with the byte offset of the first fault; JsonLimitError for more than 500 000 kept values.
 */
export function readJsonTape(bytes: Uint8Array, keepDepth: number): JsonTape {
  return new TapeReader(bytes, keepDepth).read()
}

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const END = -1

/** Arrays of up to 64 bytes are cheap to make, and hold what the members of most small objects need. */
const FIRST_NODES = 16

const LITERALS: ReadonlyMap<number, { text: Uint8Array; kind: number }> = new Map(
  (['true', 'false', 'null'] as const).map((word) => [
    word.charCodeAt(0),
    { text: new TextEncoder().encode(word), kind: JSON_KINDS[word] },
  ]),
)
const SIMPLE_ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number('"\\/bfnrt'.includes(String.fromCharCode(byte))),
)

type Expecting = 'value' | 'key' | 'first-key' | 'first-element' | 'separator'

/** Iterative: depth costs one byte a level, so no input can exhaust the stack. */
class TapeReader {
  readonly #bytes: Uint8Array
  readonly #words: DataView
  readonly #keepDepth: number
  #pos = 0
  #expecting: Expecting = 'value'
  /** Kinds of the open containers. */
  #open = new Uint8Array(64)
  #depth = 0
  /** Nodes of those open containers that have one. */
  readonly #openNodes: number[] = []
  #kind = new Uint8Array(FIRST_NODES)
  #start = new Uint32Array(FIRST_NODES)
  #end = new Uint32Array(FIRST_NODES)
  #next = new Uint32Array(FIRST_NODES)
  #count = 0

  constructor(bytes: Uint8Array, keepDepth: number) {
    this.#bytes = bytes
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#keepDepth = keepDepth
  }

  read(): JsonTape {
    let open = true
    while (open) {
      this.#pos = skipBlanks(this.#bytes, this.#pos)
      const byte = this.#bytes[this.#pos] ?? END
      if (this.#expecting === 'separator') open = this.#separator(byte)
      else if (this.#expecting === 'key' || this.#expecting === 'first-key') this.#key(byte)
      else this.#value(byte)
    }
    return { bytes: this.#bytes, kind: this.#kind, start: this.#start, end: this.#end, next: this.#next }
  }

  /** @returns false at the end of the text. */
  #separator(byte: number): boolean {
    if (this.#depth === 0) {
      if (byte === END) return false
      throw new JsonSyntaxError('Unexpected text after the JSON value', this.#pos)
    }
    const inObject = this.#open[this.#depth - 1] === JSON_KINDS.object
    if (byte === COMMA) {
      this.#pos++
      this.#expecting = inObject ? 'key' : 'value'
    } else if (byte === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) this.#close()
    else throw unexpected(byte, this.#pos)
    return true
  }

  #key(byte: number): void {
    if (byte === CLOSE_OBJECT && this.#expecting === 'first-key') return this.#close()
    if (byte !== QUOTE) throw unexpected(byte, this.#pos)
    const from = this.#pos
    const to = skipString(this.#bytes, this.#words, from)
    this.#add(JSON_KINDS.string, from, to)
    this.#pos = skipBlanks(this.#bytes, to)
    if (this.#bytes[this.#pos] !== COLON) throw unexpected(this.#bytes[this.#pos] ?? END, this.#pos)
    this.#pos++
    this.#expecting = 'value'
  }

  #value(byte: number): void {
    if (byte === CLOSE_ARRAY && this.#expecting === 'first-element') return this.#close()
    if (byte === OPEN_OBJECT) return this.#openContainer(JSON_KINDS.object, 'first-key')
    if (byte === OPEN_ARRAY) return this.#openContainer(JSON_KINDS.array, 'first-element')
    const from = this.#pos
    if (byte === QUOTE) {
      this.#pos = skipString(this.#bytes, this.#words, from)
      this.#add(JSON_KINDS.string, from, this.#pos)
    } else if (byte === MINUS || isDigit(byte)) {
      this.#pos = skipNumber(this.#bytes, from)
      this.#add(JSON_KINDS.number, from, this.#pos)
    } else {
      const literal = LITERALS.get(byte)
      if (!literal?.text.every((letter, i) => this.#bytes[from + i] === letter)) throw unexpected(byte, from)
      this.#pos = from + literal.text.length
      this.#add(literal.kind, from, this.#pos)
    }
    this.#expecting = 'separator'
  }

  #openContainer(kind: number, expecting: Expecting): void {
    if (this.#depth === this.#open.length) this.#open = grown(this.#open, new Uint8Array(this.#depth * 2))
    if (this.#depth <= this.#keepDepth) this.#openNodes.push(this.#count)
    this.#add(kind, this.#pos, this.#pos)
    this.#open[this.#depth++] = kind
    this.#pos++
    this.#expecting = expecting
  }

  #close(): void {
    this.#depth--
    this.#pos++
    this.#expecting = 'separator'
    if (this.#depth > this.#keepDepth) return
    const node = this.#openNodes.pop()!
    this.#end[node] = this.#pos
    this.#next[node] = this.#count
  }

  #add(kind: number, from: number, to: number): void {
    if (this.#depth > this.#keepDepth) return
    if (this.#count === this.#kind.length) {
      if (this.#count >= MAX_NODES) throw new JsonLimitError('Too many values', from)
      const capacity = this.#count * 2
      this.#kind = grown(this.#kind, new Uint8Array(capacity))
      this.#start = grown(this.#start, new Uint32Array(capacity))
      this.#end = grown(this.#end, new Uint32Array(capacity))
      this.#next = grown(this.#next, new Uint32Array(capacity))
    }
    this.#kind[this.#count] = kind
    this.#start[this.#count] = from
    this.#end[this.#count] = to
    this.#next[this.#count] = ++this.#count
  }
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

function unexpected(byte: number, offset: number): JsonSyntaxError {
  if (byte === END) return new JsonSyntaxError('Unexpected end of JSON', offset)
  const shown = byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16)}`
  return new JsonSyntaxError(`Unexpected ${shown}`, offset)
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let pos = from
  for (;;) {
    const byte = bytes[pos]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return pos
    pos++
  }
}

/** From the opening quote to after the closing one. */
function skipString(bytes: Uint8Array, words: DataView, quoteAt: number): number {
  let pos = quoteAt + 1
  for (;;) {
    pos = skipPlain(words, pos, bytes.length)
    const byte = bytes[pos] ?? END
    if (byte === QUOTE) return pos + 1
    if (byte === BACKSLASH) pos = skipEscape(bytes, pos)
    else if (byte >= 0x20) pos++
    else if (byte === END) throw new JsonSyntaxError('Unterminated string', quoteAt)
    else throw new JsonSyntaxError('Control character in a string', pos)
  }
}

/**
 * Past bytes that mean nothing in a string, four at a time: most of a large body is text. In each byte of `stops` the
 * high bit says that the byte is a control character, a quote or a backslash; above the first of them it may err.
 * @returns at most three plain bytes before the end, else where the first other byte is.
 */
function skipPlain(words: DataView, from: number, length: number): number {
  const last = length - 4
  let pos = from
  while (pos <= last) {
    const word = words.getInt32(pos, true)
    const quotes = word ^ 0x22222222
    const backslashes = word ^ 0x5c5c5c5c
    const stops =
      (((word - 0x20202020) & ~word) |
        ((quotes - 0x01010101) & ~quotes) |
        ((backslashes - 0x01010101) & ~backslashes)) &
      0x80808080
    if (stops !== 0) return pos + ((31 - Math.clz32(stops & -stops)) >> 3)
    pos += 4
  }
  return pos
}

function skipEscape(bytes: Uint8Array, at: number): number {
  const letter = bytes[at + 1] ?? END
  if (SIMPLE_ESCAPES[letter] === 1) return at + 2
  const isUnicode = letter === 0x75 && [2, 3, 4, 5].every((i) => isHexDigit(bytes[at + i] ?? END))
  if (!isUnicode) throw new JsonSyntaxError('Bad escape in a string', at)
  return at + 6
}

function skipNumber(bytes: Uint8Array, from: number): number {
  let pos = bytes[from] === MINUS ? from + 1 : from
  if (bytes[pos] === 0x30) pos++
  else pos = skipDigits(bytes, pos)
  if (bytes[pos] === 0x2e) pos = skipDigits(bytes, pos + 1)
  if (bytes[pos] === 0x65 || bytes[pos] === 0x45) {
    const sign = bytes[pos + 1]
    pos = skipDigits(bytes, sign === 0x2b || sign === MINUS ? pos + 2 : pos + 1)
  }
  return pos
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let pos = from
  while (isDigit(bytes[pos] ?? END)) pos++
  if (pos === from) throw unexpected(bytes[pos] ?? END, pos)
  return pos
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}
