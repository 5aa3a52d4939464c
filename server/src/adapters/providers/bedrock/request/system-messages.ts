// Moves messages of the role `system` behind the system prompt, for models that take the role nowhere else.
import { concatBytes } from '../../../../core/wire/bytes.ts'
import { applyEdits, cutMembers } from '../../../../core/wire/json-edit.ts'
import {
  elementsOf,
  kindOf,
  listMember,
  memberString,
  memberValue,
  rawValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'

/** Containers down to `messages[].content[]`. */
const KEPT_DEPTH = 4

/**
 * `all`: models that know the role nowhere. `leading`: the others, which want what stands before the first message in
 * the system prompt and take the role later.
 */
export type Hoisting = 'all' | 'leading'

export function hasSystemMessages(tape: JsonTape, hoisting: Hoisting): boolean {
  return hoistable(tape, listMember(tape, 0, 'messages'), hoisting).size > 0
}

/**
 * Values keep their bytes. What has no known shape stays where it is, for Bedrock to reject.
 * @param body an object in which no name comes twice, with more than `system` and `messages` in it
 */
export function hoistSystemMessages(body: Uint8Array, hoisting: Hoisting): Uint8Array {
  const tape = readJsonTape(body, KEPT_DEPTH)
  const prompt = memberValue(tape, 0, 'system')
  const system = prompt === undefined ? [] : blocksOf(tape, prompt)
  if (system === null) return body
  const messages = listMember(tape, 0, 'messages')
  const moved = hoistable(tape, messages, hoisting)
  if (moved.size === 0) return body
  const prompts = [system, ...moved.values()].flat()
  const kept = messages.filter((message) => !moved.has(message)).map((message) => rawValue(tape, message))
  const others = applyEdits(
    body,
    cutMembers(tape, 0, (name) => name === 'system' || name === 'messages'),
  )
  return concatBytes([
    ...(prompts.length > 0 ? [bytes('{"system":['), ...separated(prompts), bytes('],')] : [bytes('{')]),
    bytes('"messages":['),
    ...separated(kept),
    bytes('],'),
    others.subarray(tape.start[0]! + 1),
  ])
}

/** Messages that move, with the blocks they become. */
function hoistable(
  tape: JsonTape,
  messages: readonly number[],
  hoisting: Hoisting,
): Map<number, readonly Uint8Array[]> {
  const found = new Map<number, readonly Uint8Array[]>()
  for (const message of messages) {
    if (!isSystem(tape, message)) {
      if (hoisting === 'leading') break
      continue
    }
    const content = memberValue(tape, message, 'content')
    const blocks = content === undefined ? null : blocksOf(tape, content)
    // One that says nothing carries settings, which are taken anywhere by models that know the role.
    if (blocks !== null && (hoisting === 'all' || blocks.length > 0)) found.set(message, blocks)
  }
  return found
}

/** The raw blocks of a prompt; null when it has another shape. Empty texts are dropped: they are rejected as blocks. */
function blocksOf(tape: JsonTape, prompt: number): Uint8Array[] | null {
  switch (kindOf(tape, prompt)) {
    case 'null':
      return []
    case 'string': {
      const text = rawValue(tape, prompt)
      return text.length === 2 ? [] : [concatBytes([bytes('{"type":"text","text":'), text, bytes('}')])]
    }
    case 'array':
      return [...elementsOf(tape, prompt)].map((block) => rawValue(tape, block))
    case 'object':
    case 'number':
    case 'true':
    case 'false':
      return null
  }
}

function isSystem(tape: JsonTape, message: number): boolean {
  return memberString(tape, message, 'role') === 'system'
}

function separated(values: readonly Uint8Array[]): Uint8Array[] {
  return values.flatMap((value, i) => (i === 0 ? [value] : [bytes(','), value]))
}

const encoder = new TextEncoder()

function bytes(text: string): Uint8Array {
  return encoder.encode(text)
}
