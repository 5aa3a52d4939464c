// The strict validation of InvokeModel: a required version, and no field or beta that it does not know.
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, textOf, type JsonObject } from '../json.ts'
import { acceptBetas } from './accepted-betas.ts'
import { extraInput, invalid } from './aws-rejection.ts'
import { checkContent } from './check-content.ts'
import { checkOptionalFields } from './check-optional-fields.ts'
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

/** @returns the betas of the request. */
export function checkBody(body: JsonObject, model: ClaudeModel): ReadonlySet<string> {
  checkVersion(body['anthropic_version'], model)
  checkTopLevel(body, acceptedFields)
  const betas = acceptBetas(betaList(body['anthropic_beta']), model, 'invoke')
  checkInside(body, model, betas)
  return betas
}

/** No field besides the accepted ones, and none of the required ones missing. */
export function checkTopLevel(
  body: JsonObject,
  accepted: ReadonlySet<string>,
  required: readonly string[] = ['max_tokens', 'messages'],
): void {
  const extra = Object.keys(body).find((field) => !accepted.has(field))
  if (extra !== undefined) throw extraInput(extra)
  const missing = required.find((field) => !(field in body))
  if (missing !== undefined) throw invalid(`${missing}: Field required`)
}

/** What is the same on every surface. */
export function checkInside(body: JsonObject, model: ClaudeModel, betas: ReadonlySet<string>): void {
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

function betaList(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalid('anthropic_beta: Input should be a valid list')
  return value
}
