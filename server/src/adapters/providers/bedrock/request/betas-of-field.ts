// The betas that are worth nothing once a field may not go: those that its rule asks for.
import { EFFORT } from './beta-rules.ts'
import { MESSAGE_FIELDS, NESTED_FIELDS, TOP_LEVEL_FIELDS } from './body-fields.ts'
import type { FieldRule } from './field-rules.ts'
import { TOOL_FIELDS } from './tool-rules.ts'

const FIELDS_OF: ReadonlyMap<string, ReadonlyMap<string, FieldRule>> = new Map([
  ['', TOP_LEVEL_FIELDS],
  ...NESTED_FIELDS,
  ['tools.*', TOOL_FIELDS],
  ['messages.*', MESSAGE_FIELDS],
])

/** Most models take it without its beta, so that its rule does not ask for one. */
const EFFORT_FIELDS: ReadonlySet<string> = new Set(['output_config', 'output_config.effort'])

/** @param path with `*` for list positions */
export function betasOfField(path: string): readonly string[] {
  if (EFFORT_FIELDS.has(path)) return [EFFORT]
  const nameAt = path.lastIndexOf('.') + 1
  const rule = FIELDS_OF.get(path.slice(0, Math.max(0, nameAt - 1)))?.get(path.slice(nameAt))
  return rule?.kind === 'with_beta' ? rule.betas : []
}
