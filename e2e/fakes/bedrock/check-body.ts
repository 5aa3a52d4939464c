// The strict validation of InvokeModel: a required version, and no field or beta that it does not know.
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, textOf, type JsonObject } from '../json.ts'
import { extraInput, invalid } from './aws-refusal.ts'
import { checkContent } from './check-content.ts'
import { checkTools } from './check-tools.ts'

const acceptedFields = new Set([
  'anthropic_version',
  'max_tokens',
  'messages',
  'anthropic_beta',
  'system',
  'stop_sequences',
  'temperature',
  'top_p',
  'top_k',
  'tools',
  'tool_choice',
  'thinking',
  'metadata',
  'output_config',
  'context_management',
])

const everyModel = () => true
const knowsEffort = ({ id, version }: ClaudeModel) => version >= 4.6 || id.startsWith('claude-opus-4-5')
const refusesFormat = ({ id, version }: ClaudeModel) =>
  version < 4.5 || /^claude-(opus-4-[78]|(opus|sonnet|fable)-5)/.test(id)

/** With the models that take them. */
const acceptedBetas: ReadonlyMap<unknown, (model: ClaudeModel) => boolean> = new Map([
  ['compact-2026-01-12', everyModel],
  ['computer-use-2025-01-24', everyModel],
  ['computer-use-2025-11-24', everyModel],
  ['context-1m-2025-08-07', everyModel],
  ['context-management-2025-06-27', everyModel],
  ['dangerous-tool-use-2026-09-03', everyModel],
  ['effort-2025-11-24', knowsEffort],
  ['fine-grained-tool-streaming-2025-05-14', everyModel],
  ['interleaved-thinking-2025-05-14', ({ version }) => version >= 4 && version < 5],
  ['mid-conversation-output-config-2026-07-01', everyModel],
  ['mid-conversation-tool-changes-2026-07-01', everyModel],
  ['thinking-binding-controls-2026-08-01', ({ version }) => version > 4.5],
  ['thinking-display-updates-2026-08-18', everyModel],
  ['tool-examples-2025-10-29', everyModel],
  ['tool-search-tool-2025-10-19', ({ version }) => version >= 4.5],
])

export function parseBody(bytes: Uint8Array): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid('Malformed input request, please reformat your input and try again.')
  }
  if (!isObject(value)) throw invalid('Malformed input request: expected an object.')
  return value
}

export function checkBody(body: JsonObject, model: ClaudeModel): void {
  checkVersion(body['anthropic_version'], model)
  for (const field of Object.keys(body)) {
    if (!acceptedFields.has(field)) throw extraInput(field)
  }
  for (const field of ['max_tokens', 'messages']) {
    if (!(field in body)) throw invalid(`${field}: Field required`)
  }
  const betas = checkBetas(body['anthropic_beta'], model)
  checkOptionalFields(body, model, betas)
  checkContent(body, model, betas)
  checkTools(body['tools'], betas)
}

function checkVersion(version: unknown, model: ClaudeModel): void {
  if (version === undefined) {
    throw invalid(
      'Malformed input request: #: required key [anthropic_version] not found, please reformat your input and try again.',
    )
  }
  const known = version === 'bedrock-2023-05-31' || (version === '2026-10-21' && model.version >= 4.7)
  if (!known) throw invalid(`Invalid API version: ${textOf(version)}`)
}

function checkBetas(value: unknown, model: ClaudeModel): ReadonlySet<string> {
  const betas: unknown[] | null = value === undefined ? [] : Array.isArray(value) ? value : null
  if (betas === null) throw invalid('anthropic_beta: Input should be a valid list')
  const accepted = betas.filter((beta) => acceptedBetas.get(beta)?.(model))
  if (accepted.length < betas.length) throw invalid('invalid beta flag')
  return new Set(accepted.map(String))
}

function checkOptionalFields(body: JsonObject, model: ClaudeModel, betas: ReadonlySet<string>): void {
  const managesContext = betas.has('context-management-2025-06-27') || betas.has('compact-2026-01-12')
  if ('context_management' in body && !managesContext) throw extraInput('context_management')
  const outputConfig = body['output_config']
  if (!isObject(outputConfig)) return
  const takesEffort =
    knowsEffort(model) && (!model.id.startsWith('claude-opus-4-5') || betas.has('effort-2025-11-24'))
  for (const field of Object.keys(outputConfig)) {
    const accepted = (field === 'effort' && takesEffort) || (field === 'format' && !refusesFormat(model))
    if (!accepted) throw extraInput(`output_config.${field}`)
  }
}
