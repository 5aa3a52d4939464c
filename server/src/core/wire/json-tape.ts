// Positions of the values of one JSON text: what the gateway looks at without ever re-serialising it.

/** Codes in `JsonTape.kind`. */
export const JSON_KINDS = { object: 1, array: 2, string: 3, number: 4, true: 5, false: 6, null: 7 } as const

/**
 * Positions of the values of one JSON text, in document order. Node 0 is the root. In an object each
 * member is two nodes, its key (a string) and its value. `next[n]` is the node after `n` and all below it.
 */
export interface JsonTape {
  readonly bytes: Uint8Array
  readonly kind: Uint8Array
  readonly start: Uint32Array
  readonly end: Uint32Array
  readonly next: Uint32Array
}

export type JsonKind = keyof typeof JSON_KINDS
const KIND_NAMES = Object.fromEntries(
  Object.entries(JSON_KINDS).map(([name, code]) => [code, name]),
) as Record<number, JsonKind>

export function kindOf(tape: JsonTape, node: number): JsonKind {
  return KIND_NAMES[tape.kind[node]!]!
}

/** The bytes of a value as they stand in the text. */
export function rawValue(tape: JsonTape, node: number): Uint8Array {
  return tape.bytes.subarray(tape.start[node], tape.end[node])
}

const BACKSLASH = 0x5c
const decoder = new TextDecoder()

/** The value itself, decoded like `JSON.parse` does. Meant for small values. */
export function decodeValue(tape: JsonTape, node: number): unknown {
  return JSON.parse(decoder.decode(rawValue(tape, node)))
}

/** The text of a string node. */
export function decodeString(tape: JsonTape, node: number): string {
  const inner = tape.bytes.subarray(tape.start[node]! + 1, tape.end[node]! - 1)
  return inner.includes(BACKSLASH) ? (decodeValue(tape, node) as string) : decoder.decode(inner)
}

export interface JsonMember {
  readonly key: number
  readonly value: number
}

/** Members of an object in document order, duplicates included; nothing for other kinds. */
export function* membersOf(tape: JsonTape, node: number): Generator<JsonMember> {
  if (tape.kind[node] !== JSON_KINDS.object) return
  const stop = tape.next[node]!
  for (let key = node + 1; key < stop;) {
    const value = key + 1
    yield { key, value }
    key = tape.next[value]!
  }
}

/** Elements of an array; nothing for other kinds. */
export function* elementsOf(tape: JsonTape, node: number): Generator<number> {
  if (tape.kind[node] !== JSON_KINDS.array) return
  const stop = tape.next[node]!
  for (let element = node + 1; element < stop; element = tape.next[element]!) yield element
}

/** The value of a member; of duplicates the last, like `JSON.parse`. */
export function memberValue(tape: JsonTape, node: number, name: string): number | undefined {
  let found: number | undefined
  for (const { key, value } of membersOf(tape, node)) {
    if (isString(tape, key, name)) found = value
  }
  return found
}

/** Whether a string node says `text`, which is ASCII. Decodes only what is written with escapes. */
function isString(tape: JsonTape, node: number, text: string): boolean {
  const from = tape.start[node]! + 1
  const to = tape.end[node]! - 1
  for (let i = 0; i < text.length && from + i < to; i++) {
    const byte = tape.bytes[from + i]!
    if (byte === BACKSLASH) return decodeString(tape, node) === text
    if (byte !== text.charCodeAt(i)) return false
  }
  return to - from === text.length
}

/** Elements of an array member; nothing when it is missing or of another kind. */
export function listMember(tape: JsonTape, node: number, name: string): number[] {
  const value = memberValue(tape, node, name)
  return value === undefined ? [] : [...elementsOf(tape, value)]
}

/** The text of a string member, undefined when missing or of another kind. */
export function memberString(tape: JsonTape, node: number, name: string): string | undefined {
  const value = memberValue(tape, node, name)
  return value !== undefined && kindOf(tape, value) === 'string' ? decodeString(tape, value) : undefined
}
