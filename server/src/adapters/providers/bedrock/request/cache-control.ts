// Cache breakpoints on blocks and tools: what Bedrock takes of them.
import { kindOf, memberValue } from '../../../../core/wire/json-tape.ts'
import { isTakenBy, KNOWS_CACHE_TTL } from './capabilities.ts'
import { noteLeftOut, WHY } from './change-notes.ts'
import { cutWhere, type EditPlan } from './edit-plan.ts'
import type { RequestContext } from './field-rules.ts'

/** `scope` is never taken, `ttl` only by newer models. */
export function planCacheControl(plan: EditPlan, holder: number, context: RequestContext): void {
  const control = memberValue(plan.tape, holder, 'cache_control')
  if (control !== undefined) trimCacheControl(plan, control, context)
}

/** @param control the value itself */
export function trimCacheControl(plan: EditPlan, control: number, { model, notes }: RequestContext): void {
  if (kindOf(plan.tape, control) !== 'object') return
  const takesTtl = isTakenBy(KNOWS_CACHE_TTL, model)
  cutWhere(plan, control, (name) => {
    const why = name === 'scope' ? WHY.unknown : name === 'ttl' && !takesTtl ? WHY.model : null
    if (why !== null) noteLeftOut(notes, `cache_control.${name}`, why)
    return why !== null
  })
}
