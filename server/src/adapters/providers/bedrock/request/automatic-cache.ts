// Automatic caching (`cache_control` beside `messages`), which Bedrock lacks: a breakpoint on the last block instead.
import { applyEdits, insertMember, type JsonEdit } from '../../../../core/wire/json-edit.ts'
import {
  elementsOf,
  kindOf,
  listMember,
  memberString,
  membersOf,
  memberValue,
  rawValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { blocksBelow } from './content-places.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'

/** Containers down to `messages[].content[].content[].source.content[].cache_control`. */
const KEPT_DEPTH = 11
/** More are unsupported. */
const MAX_BREAKPOINTS = 4

/** Blocks that may carry a breakpoint; thinking may not. */
const CACHEABLE: ReadonlySet<string> = new Set([
  'container_upload',
  'document',
  'image',
  'search_result',
  'server_tool_use',
  'text',
  'tool_reference',
  'tool_result',
  'tool_search_tool_result',
  'tool_use',
  'web_search_tool_result',
])

export interface Breakpoint {
  /** The value of `cache_control`, as a block may have it. */
  readonly text: string
  /** The same for the default time. */
  readonly shortText: string
  readonly isLong: boolean
}

export type Placement = 'placed' | 'already there' | 'no room' | 'no block'

/** A place for a breakpoint: a block, or a text that becomes one. */
type Place =
  { readonly kind: 'block'; readonly node: number } | { readonly kind: 'text'; readonly node: number }

/** @param body an object without `cache_control` of its own; every value that stays keeps its bytes */
export function placeBreakpoint(
  body: Uint8Array,
  breakpoint: Breakpoint,
): { readonly body: Uint8Array; readonly placement: Placement } {
  const tape = readJsonTape(body, KEPT_DEPTH)
  const place = lastPlace(tape)
  if (place === null) return { body, placement: 'no block' }
  if (place.kind === 'block' && hasBreakpoint(tape, place.node)) return { body, placement: 'already there' }
  const others = breakpointsOf(tape)
  if (others.length >= MAX_BREAKPOINTS) return { body, placement: 'no room' }
  // One that lasts an hour may not stand behind one that does not.
  const text =
    breakpoint.isLong && others.every((control) => memberString(tape, control, 'ttl') === '1h')
      ? breakpoint.text
      : breakpoint.shortText
  return { body: applyEdits(body, editsFor(tape, place, text)), placement: 'placed' }
}

function lastPlace(tape: JsonTape): Place | null {
  const messages = listMember(tape, 0, 'messages')
  for (const message of messages.toReversed()) {
    const place = lastBlock(tape, memberValue(tape, message, 'content'))
    if (place) return place
  }
  return lastBlock(tape, memberValue(tape, 0, 'system')) ?? lastTool(tape)
}

function lastBlock(tape: JsonTape, content: number | undefined): Place | null {
  if (content === undefined) return null
  if (kindOf(tape, content) === 'string')
    return isEmpty(tape, content) ? null : { kind: 'text', node: content }
  const block = [...elementsOf(tape, content)].findLast((element) => isCacheable(tape, element))
  return block === undefined ? null : { kind: 'block', node: block }
}

function isCacheable(tape: JsonTape, block: number): boolean {
  const type = memberString(tape, block, 'type')
  if (type === undefined || !CACHEABLE.has(type)) return false
  const text = type === 'text' ? memberValue(tape, block, 'text') : undefined
  return text === undefined || !isEmpty(tape, text)
}

/** Tools that are found later are not part of the cached prompt. */
function lastTool(tape: JsonTape): Place | null {
  const tool = listMember(tape, 0, 'tools').findLast((element) => {
    const deferred = memberValue(tape, element, 'defer_loading')
    return kindOf(tape, element) === 'object' && (deferred === undefined || kindOf(tape, deferred) !== 'true')
  })
  return tool === undefined ? null : { kind: 'block', node: tool }
}

function breakpointsOf(tape: JsonTape): number[] {
  const holders = [
    ...listMember(tape, 0, 'tools'),
    ...listMember(tape, 0, 'system'),
    ...listMember(tape, 0, 'messages').flatMap((message) => [...blocksBelow(tape, message)]),
  ]
  return holders.flatMap((holder) => {
    const control = memberValue(tape, holder, 'cache_control')
    return control === undefined || kindOf(tape, control) === 'null' ? [] : [control]
  })
}

function hasBreakpoint(tape: JsonTape, block: number): boolean {
  const control = memberValue(tape, block, 'cache_control')
  return control !== undefined && kindOf(tape, control) !== 'null'
}

function editsFor(tape: JsonTape, { kind, node }: Place, control: string): JsonEdit[] {
  const start = tape.start[node]!
  const end = tape.end[node]!
  if (kind === 'text') {
    return [
      { from: start, to: start, text: '[{"type":"text","text":' },
      { from: end, to: end, text: `,"cache_control":${control}}]` },
    ]
  }
  const none = memberValue(tape, node, 'cache_control')
  if (none !== undefined) return [{ from: tape.start[none]!, to: tape.end[none]!, text: control }]
  return [insertMember(tape, node, `"cache_control":${control}`, membersOf(tape, node).next().done === true)]
}

function isEmpty(tape: JsonTape, text: number): boolean {
  return rawValue(tape, text).length <= 2
}
