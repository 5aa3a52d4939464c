// Small edits to the JSON that Bedrock answers with, so that it reads as Anthropic's own answer.
import type { CatalogModel } from '../../../../core/models/catalog.ts'
import { modelNamed } from '../../../../core/models/parse-model-id.ts'
import type { TokenUsage } from '../../../../core/usage/token-usage.ts'
import { applyEdits, cutMembers, insertMember, type JsonEdit } from '../../../../core/wire/json-edit.ts'
import {
  decodeString,
  decodeValue,
  kindOf,
  membersOf,
  memberString,
  memberValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'

/** Where Bedrock reports its own counts, on `message_stop`. */
export const INVOCATION_METRICS = 'amazon-bedrock-invocationMetrics'

/** Writes `model` as Anthropic would: the id of the model that was resolved, or the one behind a Bedrock id. */
export function modelEdits(tape: JsonTape, message: number, model: CatalogModel | null): JsonEdit[] {
  const value = memberValue(tape, message, 'model')
  if (value === undefined || kindOf(tape, value) !== 'string') return []
  const said = decodeString(tape, value)
  const name = model?.id ?? modelNamed(said)?.id ?? said
  return name === said ? [] : [{ from: tape.start[value]!, to: tape.end[value]!, text: JSON.stringify(name) }]
}

/**
 * A whole message: `model` mapped back, everything else as it came. Null when it is no message.
 * @throws JsonSyntaxError
 */
export function rewriteMessage(
  body: Uint8Array,
  model: CatalogModel | null,
): { bytes: Uint8Array; usage: unknown } | null {
  const tape = readJsonTape(body, 2)
  if (memberString(tape, 0, 'type') !== 'message') return null
  const usage = memberValue(tape, 0, 'usage')
  return {
    bytes: applyEdits(body, modelEdits(tape, 0, model)),
    usage: usage === undefined ? null : decodeValue(tape, usage),
  }
}

export function cutMetrics(tape: JsonTape): { edits: JsonEdit[]; metrics: unknown } {
  const metrics = memberValue(tape, 0, INVOCATION_METRICS)
  if (metrics === undefined) return { edits: [], metrics: null }
  return {
    edits: cutMembers(tape, 0, (name) => name === INVOCATION_METRICS),
    metrics: decodeValue(tape, metrics),
  }
}

/**
 * Anthropic repeats the input side in `message_delta.usage`, Bedrock's older models do not: what is missing is
 * filled in from what the stream reported before.
 */
export function promoteUsage(tape: JsonTape, usage: TokenUsage): JsonEdit[] {
  const object = memberValue(tape, 0, 'usage')
  if (object === undefined || kindOf(tape, object) !== 'object') return []
  const present = new Set([...membersOf(tape, object)].map(({ key }) => decodeString(tape, key)))
  const writes =
    usage.cacheWrite5mTokens === null && usage.cacheWrite1hTokens === null
      ? null
      : (usage.cacheWrite5mTokens ?? 0) + (usage.cacheWrite1hTokens ?? 0)
  const known: readonly (readonly [string, number | null])[] = [
    ['input_tokens', usage.inputTokens],
    ['cache_creation_input_tokens', writes],
    ['cache_read_input_tokens', usage.cacheReadTokens],
  ]
  const missing = known.filter(([name, value]) => value !== null && !present.has(name))
  if (missing.length === 0) return []
  const text = missing.map(([name, value]) => `"${name}":${value}`).join(',')
  return [insertMember(tape, object, text, present.size === 0)]
}
