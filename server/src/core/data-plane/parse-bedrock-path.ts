// Which of AWS-native paths a request names. Ids are decoded once, and checked before they become part of a URL.
import { parseModelId } from '../models/parse-model-id.ts'
import { MODEL_OPERATIONS, type BedrockPath, type ModelOperation } from '../upstream/bedrock-path-call.ts'
import { GatewayError } from '../wire/anthropic-error.ts'

const MODEL = /^\/model\/(.+)\/([^/]+)$/
const PROFILES = /^\/inference-profiles(?:\/(.*))?$/

/** Null for what Bedrock does not have. @throws GatewayError for an id that no id of Bedrock looks like. */
export function parseBedrockPath(method: string, path: string): BedrockPath | null {
  const [, model, operation] = MODEL.exec(path) ?? []
  if (model !== undefined && isOperation(operation) && method === 'POST') {
    return { kind: 'model', operation, modelId: checkedId(model) }
  }
  const profiles = PROFILES.exec(path)
  if (profiles === null || method !== 'GET') return null
  const id = profiles[1] ?? ''
  return { kind: 'inference_profiles', profileId: id === '' ? null : checkedId(id) }
}

function isOperation(name: string | undefined): name is ModelOperation {
  return (MODEL_OPERATIONS as readonly (string | undefined)[]).includes(name)
}

function checkedId(segment: string): string {
  const id = decoded(segment)
  const parsed = parseModelId(id)
  if (parsed.kind === 'invalid' || id === '.') {
    throw new GatewayError('invalid_request_error', 'The provided model identifier is invalid.')
  }
  return id
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new GatewayError('invalid_request_error', 'The path is not encoded as a URL should be.')
  }
}
