// Whatever a client sends: what Bedrock gets is valid, and every value that stays keeps its bytes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepared } from '../../../../../test/prepared-body.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { elementsOf, kindOf, membersOf, rawValue, type JsonTape } from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { SYSTEM_ROLE } from './unsupported-fields.ts'

const blank = fc.constantFrom('', '', ' ', '\n\t', '  \r\n')
const scalar = fc.oneof(
  fc.constantFrom('1e400', '9007199254740993', '-0.0', '1.0', 'true', 'false', 'null', '""'),
  fc.constantFrom(
    '"caf\\u00e9 \\/ \\ud83d"',
    '"\\u0000\\"\\\\"',
    '"user"',
    '"system"',
    '"ephemeral"',
    '"1h"',
  ),
  fc.constantFrom('"text"', '"tool_reference"', '"compact_20260112"', '"tool_result"', '"updates"'),
  fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
)
const names = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES()) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
)

function NAMES(): string[] {
  const top =
    'messages system tools cache_control context_management output_config metadata thinking stream model'
  const inner =
    'role content type text ttl scope edits effort task_budget user_id strict defer_loading display'
  const other =
    'service_tier anthropic_beta anthropic_version max_tokens input_examples name block_binding speed'
  return `${top} ${inner} ${other}`.split(' ')
}

const { value } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 7, withCrossShrink: true }, scalar, tie('object'), tie('array')),
  array: fc
    .tuple(fc.array(tie('value'), { maxLength: 4 }), blank)
    .map(([items, gap]) => `[${gap}${items.join(`,${gap}`)}${gap}]`),
  object: objectOf(tie('value')),
}))

function objectOf(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(fc.tuple(names, values), { maxLength: 6 }), blank)
    .map(
      ([members, gap]) =>
        `{${gap}${members.map(([name, text]) => `${JSON.stringify(name)}${gap}:${text}`).join(`,${gap}`)}${gap}}`,
    )
}

/** Objects and arrays where the Messages API has them; anything inside. */
const block = objectOf(value)
const list = (items: fc.Arbitrary<string>) =>
  fc.array(items, { maxLength: 4 }).map((texts) => `[${texts.join(' , ')}]`)
const message = fc
  .tuple(fc.constantFrom('user', 'assistant', 'system'), fc.oneof(scalar, list(block)), objectOf(value))
  .map(([role, content, rest]) => `{"role":"${role}","content":${content},"rest":${rest}}`)
const body = fc
  .tuple(
    fc.record(
      {
        messages: list(fc.oneof(message, value)),
        system: fc.oneof(scalar, list(block)),
        tools: list(block),
        cache_control: fc.constantFrom('{"type":"ephemeral"}', '{"ttl":"1h","type":"ephemeral"}', 'null'),
        context_management: fc.oneof(
          block,
          list(block).map((edits) => `{"edits":${edits}}`),
        ),
        output_config: block,
        thinking: block,
        metadata: block,
      },
      { requiredKeys: [] },
    ),
    objectOf(value),
  )
  .map(([known, rest]) => {
    const members = Object.entries(known).map(([name, text]) => `"${name}" : ${text}`)
    const more = rest.trim().slice(1, -1).trim()
    return `{${[...(more === '' ? [] : [more]), ...members].join(', ')}}`
  })

const REJECTED = [
  'context_management',
  'output_config.effort',
  'metadata.user_id',
  'cache_control',
  'tools.*.strict',
  'tools.*.cache_control.ttl',
  'messages.*.content.*.cache_control',
  'messages.*.content.*.text',
  'messages.*.rest.role',
  'system.*.type',
  'max_tokens',
] as const

const asked = fc.record({
  surface: fc.constantFrom('invoke' as const, 'messages' as const, 'mantle' as const),
  model: fc.constantFrom(
    'claude-3-haiku-20240307',
    'claude-opus-4-5',
    'claude-opus-4-8',
    'claude-opus-5-5',
    '?',
  ),
  stream: fc.boolean(),
  headers: fc
    .subarray(['context-management-2025-06-27', 'compact-2026-01-12', 'effort-2025-11-24', 'nobody-knows'])
    .map((betas) => ['anthropic-beta', betas.join(',')]),
  fields: fc.subarray([...REJECTED, SYSTEM_ROLE]),
})

const DEEP = 64
/** It may write them, `text` as a value as well. */
const NAMES_OF_THE_GATEWAY =
  'anthropic_version anthropic_beta model stream cache_control type text system messages'.split(' ')

test('any body', () => {
  fc.assert(
    fc.property(body, asked, (text, { fields, ...place }) => {
      const unsupported = fields.map((name) => ({ kind: 'field', name }) as const)
      const sent = preparedOrNotSent(text, { ...place, unsupported })
      if (sent === null) return
      const before = readJsonTape(new TextEncoder().encode(text), DEEP)
      const after = readJsonTape(sent.bytes, DEEP)
      expect(inventedLeaves(before, after, [sent.apiVersion, 'upstream.id', ...sent.betas])).toEqual([])
      const top = [...membersOf(after, 0)].map(({ key }) => rawText(after, key))
      expect(new Set(top).size).toBe(top.length)
      const value = JSON.parse(new TextDecoder().decode(sent.bytes)) as Record<string, unknown>
      for (const path of fields) expect(valuesAt(value, path.split('.'))).toEqual([])
      for (const sentence of sent.changes) expect(sentence).toMatch(/^[^\n]{1,300}\.$/)
      const isNative = place.surface !== 'invoke'
      expect(value['model']).toBe(isNative ? 'upstream.id' : undefined)
      expect(value['stream'] === true).toBe(isNative && place.stream)
    }),
    { numRuns: 400 },
  )
}, 60_000)

function preparedOrNotSent(text: string, place: Parameters<typeof prepared>[1]) {
  try {
    return prepared(text, place)
  } catch (error) {
    if (error instanceof GatewayError && error.status === 400) return null
    throw error
  }
}

/** Scalars and names of the new text that the old one has not, or not as often. */
function inventedLeaves(before: JsonTape, after: JsonTape, added: readonly string[]): string[] {
  const known = new Map<string, number>()
  for (const leaf of leavesOf(before, 0)) known.set(leaf, (known.get(leaf) ?? 0) + 1)
  const own = new Set([...added, ...NAMES_OF_THE_GATEWAY].map((name) => JSON.stringify(name)))
  return leavesOf(after, 0).filter((leaf) => {
    const left = known.get(leaf) ?? 0
    known.set(leaf, left - 1)
    return left <= 0 && !own.has(leaf) && leaf !== 'true'
  })
}

function leavesOf(tape: JsonTape, node: number): string[] {
  if (kindOf(tape, node) === 'array')
    return [...elementsOf(tape, node)].flatMap((item) => leavesOf(tape, item))
  if (kindOf(tape, node) !== 'object') return [rawText(tape, node)]
  return [...membersOf(tape, node)].flatMap(({ key, value: inner }) => [
    rawText(tape, key),
    ...leavesOf(tape, inner),
  ])
}

function rawText(tape: JsonTape, node: number): string {
  return new TextDecoder().decode(rawValue(tape, node))
}

function valuesAt(root: unknown, steps: readonly string[]): unknown[] {
  return steps.reduce<unknown[]>(
    (found, step) =>
      found.flatMap((value) => {
        if (Array.isArray(value)) return step === '*' ? value : []
        const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        return isObject ? [(value as Record<string, unknown>)[step]] : []
      }),
    [root],
  )
}
