// `context_management` and its betas: each kind of edit needs its own, and neither goes without the other.
import {
  elementsOf,
  kindOf,
  memberString,
  memberValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { COMPACTION, COMPACTION_2026_09, CONTEXT_MANAGEMENT } from './beta-rules.ts'
import { betasOfField } from './betas-of-field.ts'
import { noteLeftOut, WHY } from './change-notes.ts'
import { cutChild, type EditPlan } from './edit-plan.ts'
import type { RequestContext } from './field-rules.ts'

const BETAS = betasOfField('context_management')

/** Whether anything of the field can go with these betas. */
function keepsContextManagement(tape: JsonTape, betas: ReadonlySet<string>): boolean {
  const field = memberValue(tape, 0, 'context_management')
  if (field === undefined || kindOf(tape, field) === 'null') return false
  const edits = memberValue(tape, field, 'edits')
  const kinds = edits === undefined ? [] : [...elementsOf(tape, edits)].map((edit) => betaOfEdit(tape, edit))
  return kinds.length === 0 ? BETAS.some((beta) => betas.has(beta)) : kinds.some((beta) => betas.has(beta))
}

/** Without the field its betas are worth nothing; a request that never had it keeps them. */
export function withoutIdleBetas(tape: JsonTape, betas: readonly string[]): readonly string[] {
  if (memberValue(tape, 0, 'context_management') === undefined) return betas
  if (keepsContextManagement(tape, new Set(betas))) return betas
  return betas.filter((beta) => !BETAS.includes(beta))
}

export function planContextManagement(plan: EditPlan, { betas, notes }: RequestContext): void {
  const { tape } = plan
  const field = memberValue(tape, 0, 'context_management')
  const edits = field === undefined ? undefined : memberValue(tape, field, 'edits')
  if (edits === undefined) return
  for (const edit of elementsOf(tape, edits)) {
    if (betas.has(betaOfEdit(tape, edit))) continue
    cutChild(plan, edits, edit)
    noteLeftOut(notes, 'context_management.edits.*', WHY.beta)
  }
}

function betaOfEdit(tape: JsonTape, edit: number): string {
  const type = memberString(tape, edit, 'type') ?? ''
  if (type.startsWith('compact_20260904')) return COMPACTION_2026_09
  return type.startsWith('compact_') ? COMPACTION : CONTEXT_MANAGEMENT
}
