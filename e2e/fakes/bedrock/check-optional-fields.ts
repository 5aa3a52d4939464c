// The fields that only some models or only requests with the right beta may carry.
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, objectsOf, textOf, type JsonObject } from '../json.ts'
import { knowsEffort } from './accepted-betas.ts'
import { extraInput, unexpectedTag } from './aws-rejection.ts'

const rejectsFormat = ({ id, version }: ClaudeModel) =>
  version < 4.5 || /^claude-(opus-4-[78]|(opus|sonnet|fable)-5)/.test(id)

const compaction = 'compact-2026-01-12'
const contextManagement = 'context-management-2025-06-27'

export function checkOptionalFields(body: JsonObject, model: ClaudeModel, betas: ReadonlySet<string>): void {
  checkContextManagement(body, betas)
  checkOutputConfig(body, model, betas)
  const { thinking } = body
  const bindsBlocks = isObject(thinking) && 'block_binding' in thinking
  if (bindsBlocks && !betas.has('thinking-binding-controls-2026-08-01')) {
    throw extraInput(`thinking.${textOf(thinking['type'])}.block_binding`)
  }
}

/** Each kind of edit has its own beta. */
function checkContextManagement(body: JsonObject, betas: ReadonlySet<string>): void {
  if (!('context_management' in body)) return
  if (!betas.has(contextManagement) && !betas.has(compaction)) throw extraInput('context_management')
  const { edits } = isObject(body['context_management']) ? body['context_management'] : {}
  for (const [index, edit] of objectsOf(edits).entries()) {
    const type = textOf(edit['type'])
    const beta = type.startsWith('compact_') ? compaction : contextManagement
    const known =
      beta === compaction ? ['clear_thinking_20251015', 'clear_tool_uses_20250919'] : ['compact_20260112']
    if (!betas.has(beta)) throw unexpectedTag(`context_management.edits.${index}`, type, known)
  }
}

function checkOutputConfig(body: JsonObject, model: ClaudeModel, betas: ReadonlySet<string>): void {
  const outputConfig = body['output_config']
  if (!isObject(outputConfig)) return
  const takesEffort =
    knowsEffort(model) && (!model.id.startsWith('claude-opus-4-5') || betas.has('effort-2025-11-24'))
  const takesFormat =
    !rejectsFormat(model) || [...betas].some((beta) => beta.startsWith('structured-outputs-'))
  for (const field of Object.keys(outputConfig)) {
    const accepted = (field === 'effort' && takesEffort) || (field === 'format' && takesFormat)
    if (!accepted) throw extraInput(`output_config.${field}`)
  }
}
