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

const acceptedBetas = new Set([
  'compact-2026-01-12',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dangerous-tool-use-2026-09-03',
  'effort-2025-11-24',
  'fine-grained-tool-streaming-2025-05-14',
  'interleaved-thinking-2025-05-14',
  'mid-conversation-output-config-2026-07-01',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-binding-controls-2026-08-01',
  'thinking-display-updates-2026-08-18',
  'tool-examples-2025-10-29',
  'tool-search-tool-2025-10-19',
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
  const betas = checkBetas(body['anthropic_beta'])
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

function checkBetas(value: unknown): ReadonlySet<string> {
  const betas: unknown[] | null = value === undefined ? [] : Array.isArray(value) ? value : null
  if (betas === null) throw invalid('anthropic_beta: Input should be a valid list')
  const accepted = betas.filter((beta) => typeof beta === 'string' && acceptedBetas.has(beta))
  if (accepted.length < betas.length) throw invalid('invalid beta flag')
  return new Set(accepted.map(String))
}

function checkOptionalFields(body: JsonObject, model: ClaudeModel, betas: ReadonlySet<string>): void {
  const managesContext = betas.has('context-management-2025-06-27') || betas.has('compact-2026-01-12')
  if ('context_management' in body && !managesContext) throw extraInput('context_management')
  const outputConfig = body['output_config']
  if (!isObject(outputConfig)) return
  const knowsEffort = model.version >= 4.6 || model.id.startsWith('claude-opus-4-5')
  if ('effort' in outputConfig && !knowsEffort) throw extraInput('output_config.effort')
  const refusesFormat = model.version >= 4.7 && !model.id.includes('haiku')
  if ('format' in outputConfig && refusesFormat) throw extraInput('output_config.format')
}
