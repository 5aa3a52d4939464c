// What must change among the members of the body itself, and inside those that hold settings.
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { applyEdits } from '../../../../core/wire/json-edit.ts'
import {
  decodeString,
  kindOf,
  membersOf,
  memberString,
  memberValue,
  rawValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import type { Breakpoint } from './automatic-cache.ts'
import { THINKING_UPDATES } from './beta-rules.ts'
import { NESTED_FIELDS, TAKES_ANY_USER_ID, TOP_LEVEL_FIELDS, UNKNOWN_FIELD, USER_ID } from './body-fields.ts'
import { trimCacheControl } from './cache-control.ts'
import { noteLeftOut, WHY } from './change-notes.ts'
import { cutChild, cutWhere, editsOf, isEmptied, planEdits, type EditPlan } from './edit-plan.ts'
import { staysByRule, type RequestContext } from './field-rules.ts'

/** @param keeps members that the surface has in the body although they are the gateway's to write */
export function planTopLevel(plan: EditPlan, context: RequestContext, keeps: ReadonlySet<string>): void {
  const { tape } = plan
  for (const [name, rules] of NESTED_FIELDS) {
    const value = memberValue(tape, 0, name)
    if (value === undefined) continue
    cutWhere(plan, value, (member, inner) => {
      const rule = rules.get(member)
      return (
        rule !== undefined && !staysByRule(rule, tape, { path: `${name}.${member}`, value: inner }, context)
      )
    })
  }
  planThinkingDisplay(plan, context)
  planMetadata(plan, context)
  cutWhere(plan, 0, (name, value) => {
    if (keeps.has(name)) return false
    if (name === 'output_config' && saysNothing(tape, value)) return true
    return !staysByRule(TOP_LEVEL_FIELDS.get(name) ?? UNKNOWN_FIELD, tape, { path: name, value }, context)
  })
}

function saysNothing(tape: JsonTape, value: number): boolean {
  const kind = kindOf(tape, value)
  return kind === 'null' || (kind === 'object' && membersOf(tape, value).next().done === true)
}

/** One value of the field came with a beta; the field itself did not. */
function planThinkingDisplay(plan: EditPlan, { betas, notes }: RequestContext): void {
  const thinking = memberValue(plan.tape, 0, 'thinking')
  if (thinking === undefined || betas.has(THINKING_UPDATES)) return
  if (memberString(plan.tape, thinking, 'display') !== 'updates') return
  cutWhere(plan, thinking, (name) => name === 'display')
  noteLeftOut(notes, 'thinking.display', WHY.beta)
}

/** AWS makes request metadata of it, whose values it restricts. */
function planMetadata(plan: EditPlan, { surface, notes }: RequestContext): void {
  const metadata = TAKES_ANY_USER_ID.includes(surface) ? undefined : memberValue(plan.tape, 0, 'metadata')
  if (metadata === undefined) return
  cutWhere(plan, metadata, (name, value) => {
    if (name !== 'user_id') return false
    const kind = kindOf(plan.tape, value)
    const isCut = kind === 'null' || (kind === 'string' && !USER_ID.test(decodeString(plan.tape, value)))
    if (isCut) noteLeftOut(notes, 'metadata.user_id', 'Bedrock restricts its characters')
    return isCut
  })
}

/** Objects that have lost everything say nothing any more. */
export function cutEmptied(plan: EditPlan): void {
  for (const { key, value } of membersOf(plan.tape, 0)) {
    if (kindOf(plan.tape, value) === 'object' && isEmptied(plan, value)) cutChild(plan, 0, key)
  }
}

/**
 * What automatic caching asks for, as a block may have it.
 * @throws GatewayError for anything but an object.
 */
export function askedBreakpoint(tape: JsonTape, context: RequestContext): Breakpoint | null {
  const asked = memberValue(tape, 0, 'cache_control')
  if (asked === undefined || kindOf(tape, asked) === 'null') return null
  if (kindOf(tape, asked) !== 'object')
    throw new GatewayError('invalid_request_error', 'cache_control: Input should be an object')
  const text = trimmed(rawValue(tape, asked), (plan) => trimCacheControl(plan, 0, context))
  return {
    text,
    shortText: trimmed(new TextEncoder().encode(text), (plan) => cutWhere(plan, 0, (name) => name === 'ttl')),
    isLong: memberString(tape, asked, 'ttl') === '1h',
  }
}

function trimmed(bytes: Uint8Array, change: (plan: EditPlan) => void): string {
  const plan = planEdits(readJsonTape(bytes, 1))
  change(plan)
  return new TextDecoder().decode(applyEdits(bytes, editsOf(plan)))
}
