// The validation of the native surfaces: the Messages API as Bedrock knows it, with versions and betas in headers.
import type { IncomingHttpHeaders } from 'node:http'
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, textOf, type JsonObject } from '../json.ts'
import { acceptBetas, type Surface } from './accepted-betas.ts'
import { invalid } from './aws-rejection.ts'
import { checkInside, checkTopLevel } from './check-body.ts'

const acceptedFields = new Set([
  'model',
  'stream',
  'max_tokens',
  'messages',
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

interface NativeRules {
  readonly model: ClaudeModel
  readonly surface: Surface
  /** Counting needs no `max_tokens`. */
  readonly required: readonly string[]
}

/** @returns the betas of the request. */
export function checkNative(
  headers: IncomingHttpHeaders,
  body: JsonObject,
  { model, surface, required }: NativeRules,
): ReadonlySet<string> {
  checkVersion(headers['anthropic-version'], model)
  const betas = acceptBetas(headerBetas(headers), model, surface)
  checkTopLevel(body, acceptedFields, required)
  if (surface === 'messages') checkMetadata(body['metadata'])
  checkInside(body, model, betas)
  return betas
}

/** The model's id; on the native surfaces it stands in the body. */
export function requestedModel(body: JsonObject): string {
  const { model } = body
  if (model === undefined) throw invalid('model: Field required')
  if (typeof model !== 'string') throw invalid('model: Input should be a valid string')
  return model
}

function checkVersion(version: unknown, model: ClaudeModel): void {
  if (version === undefined) throw invalid('anthropic-version: header is required')
  const known = version === '2023-06-01' || (version === '2026-10-21' && model.version >= 4.7)
  if (!known) throw invalid(`anthropic-version: ${textOf(version)} is not a valid version for this model`)
}

function headerBetas(headers: IncomingHttpHeaders): string[] {
  return String(headers['anthropic-beta'] ?? '')
    .split(',')
    .map((beta) => beta.trim())
    .filter((beta) => beta !== '')
}

/** Bedrock stores it as request metadata, whose values are restricted; a JSON string does not fit. */
function checkMetadata(metadata: unknown): void {
  const userId = isObject(metadata) ? metadata['user_id'] : undefined
  if (typeof userId !== 'string' || /^[a-zA-Z0-9\s:_@$#=/+,\-.]{0,256}$/.test(userId)) return
  throw invalid("metadata.user_id: String should match pattern '^[a-zA-Z0-9\\s:_@$#=/+,-.]{0,256}$'")
}
