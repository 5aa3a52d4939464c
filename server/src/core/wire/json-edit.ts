// Edits to a JSON text by position: what is not named keeps its bytes.
import { concatBytes } from './bytes.ts'
import { decodeString, membersOf, type JsonMember, type JsonTape } from './json-tape.ts'

export interface JsonEdit {
  readonly from: number
  readonly to: number
  readonly text: string
}

const encoder = new TextEncoder()

/** Applies edits that do not overlap, in any order. Two inserts at one place keep the order they were given in. */
export function applyEdits(bytes: Uint8Array, edits: readonly JsonEdit[]): Uint8Array {
  if (edits.length === 0) return bytes
  const parts: Uint8Array[] = []
  let done = 0
  for (const edit of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (edit.from < done) throw new RangeError('overlapping edits')
    parts.push(bytes.subarray(done, edit.from))
    if (edit.text !== '') parts.push(encoder.encode(edit.text))
    done = edit.to
  }
  parts.push(bytes.subarray(done))
  return concatBytes(parts)
}

/** Cuts the chosen members of an object together with the commas that would be left over. */
export function cutMembers(
  tape: JsonTape,
  object: number,
  isCut: (name: string, member: JsonMember) => boolean,
): JsonEdit[] {
  const all = [...membersOf(tape, object)]
  const cut = all.map((member) => isCut(decodeString(tape, member.key), member))
  return cutListed(
    all.map(({ key, value }) => ({ from: tape.start[key]!, to: tape.end[value]! })),
    cut,
    tape.start[object]! + 1,
  )
}

/** Cuts spans of a comma-separated list; `contentStart` is right after the opening bracket. */
export function cutListed(
  spans: readonly { from: number; to: number }[],
  cut: readonly boolean[],
  contentStart: number,
): JsonEdit[] {
  const lastKept = cut.lastIndexOf(false)
  const edits: JsonEdit[] = []
  spans.forEach((span, i) => {
    if (!cut[i]) return
    // Before a kept one a span goes with the comma after it; at the end it goes with the comma before it.
    const from = i < lastKept ? span.from : i === 0 ? contentStart : spans[i - 1]!.to
    const to = i < lastKept ? spans[i + 1]!.from : span.to
    edits.push({ from, to, text: '' })
  })
  return edits
}

/** Members that a later member of the same name overrides: cutting them makes "last wins" explicit. */
export function isOverridden(tape: JsonTape, object: number): (name: string, member: JsonMember) => boolean {
  const last = new Map<string, number>()
  for (const { key } of membersOf(tape, object)) last.set(decodeString(tape, key), key)
  return (name, member) => last.get(name) !== member.key
}

/** Inserts members at the front of an object. `text` is `"name":value`, without a comma. */
export function insertMember(tape: JsonTape, object: number, text: string, isEmpty: boolean): JsonEdit {
  const at = tape.start[object]! + 1
  return { from: at, to: at, text: isEmpty ? text : `${text},` }
}
