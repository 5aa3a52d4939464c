// What InvokeModel takes of `output_config`, member by member.
import { cutMembers, isOverridden, type JsonEdit } from '../../../core/wire/json-edit.ts'
import { kindOf, membersOf, memberValue, type JsonTape } from '../../../core/wire/json-tape.ts'
import { KNOWS_OUTPUT_CONFIG, OUTPUT_CONFIG_FIELDS } from './capabilities.ts'
import { isTakenBy, staysByRule, type RequestContext } from './field-rules.ts'

/**
 * @returns null when nothing is left of it.
 * @throws GatewayError naming the member that Bedrock cannot serve.
 */
export function outputConfigEdits(tape: JsonTape, context: RequestContext): JsonEdit[] | null {
  const config = memberValue(tape, 0, 'output_config')
  if (config === undefined) return null
  const overridden = isOverridden(tape, config)
  const cut = cutMembers(tape, config, (name, member) => {
    if (overridden(name, member)) return true
    const rule = OUTPUT_CONFIG_FIELDS.get(name)
    const field = { path: `output_config.${name}`, value: member.value }
    return rule !== undefined && !staysByRule(rule, tape, field, context)
  })
  if (!isTakenBy(KNOWS_OUTPUT_CONFIG, context.model)) return null
  const kind = kindOf(tape, config)
  const isEmpty = kind === 'object' && cut.length === [...membersOf(tape, config)].length
  return isEmpty || kind === 'null' ? null : cut
}

export function asksForEffort(tape: JsonTape): boolean {
  const config = memberValue(tape, 0, 'output_config')
  return config !== undefined && memberValue(tape, config, 'effort') !== undefined
}
