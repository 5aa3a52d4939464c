// Moves messages of the role `system` behind the system prompt, for models that take the role nowhere else.
import { concatBytes } from '../../../core/wire/bytes.ts'
import { applyEdits, cutMembers } from '../../../core/wire/json-edit.ts'
import {
  elementsOf,
  kindOf,
  memberString,
  memberValue,
  rawValue,
  type JsonTape,
} from '../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../core/wire/read-json-tape.ts'

/** Containers down to `messages[].content[]`. */
const KEPT_DEPTH = 4

export function hasSystemMessages(tape: JsonTape): boolean {
  return messagesOf(tape).some((message) => isSystem(tape, message))
}

/**
 * Values keep their bytes. What has no known shape stays where it is, for Bedrock to refuse.
 * @param body an object in which no name comes twice, with more than `system` and `messages` in it
 */
export function hoistSystemMessages(body: Uint8Array): Uint8Array {
  const tape = readJsonTape(body, KEPT_DEPTH)
  const prompt = memberValue(tape, 0, 'system')
  const system = prompt === undefined ? [] : blocksOf(tape, prompt)
  if (system === null) return body
  const kept: Uint8Array[] = []
  let moved = 0
  for (const message of messagesOf(tape)) {
    const content = isSystem(tape, message) ? memberValue(tape, message, 'content') : undefined
    const blocks = content === undefined ? null : blocksOf(tape, content)
    if (blocks === null) kept.push(rawValue(tape, message))
    else {
      moved++
      system.push(...blocks)
    }
  }
  if (moved === 0) return body
  const others = applyEdits(
    body,
    cutMembers(tape, 0, (name) => name === 'system' || name === 'messages'),
  )
  return concatBytes([
    ...(system.length > 0 ? [bytes('{"system":['), ...separated(system), bytes('],')] : [bytes('{')]),
    bytes('"messages":['),
    ...separated(kept),
    bytes('],'),
    others.subarray(tape.start[0]! + 1),
  ])
}

/** The raw blocks of a prompt; null when it has another shape. Empty texts are dropped: they are refused as blocks. */
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

function messagesOf(tape: JsonTape): number[] {
  const messages = memberValue(tape, 0, 'messages')
  return messages === undefined ? [] : [...elementsOf(tape, messages)]
}

function isSystem(tape: JsonTape, message: number): boolean {
  return memberString(tape, message, 'role') === 'system'
}

function separated(values: readonly Uint8Array[]): Uint8Array[] {
  return values.flatMap((value, i) => (i === 0 ? [value] : [bytes(','), value]))
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
