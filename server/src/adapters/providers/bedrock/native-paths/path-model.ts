// Which model a call to an AWS-native path goes out for.
import type { BedrockCredential } from '../../../../core/credentials/credential.ts'
import { findOverride, type ModelOverride } from '../../../../core/models/model-override.ts'
import { parseModelId } from '../../../../core/models/parse-model-id.ts'
import { resolveBedrockModel, type BedrockResolution } from '../../../../core/models/resolve-bedrock-model.ts'
import type { ModelOperation } from '../../../../core/upstream/bedrock-path-call.ts'

/** `amazon.nova-pro-v1:0`, `us.meta.llama...`: not Claude, and passed as they are. */
const OTHER_VENDOR = /^(?!claude)[a-z][a-z0-9-]*\.[a-z][A-Za-z0-9.:_-]*$/

/** Anthropic names become Bedrock ids; Bedrock's own ids and ARNs stay as they are. */
export function resolvePathModel(
  modelId: string,
  operation: ModelOperation,
  credential: Pick<BedrockCredential, 'id' | 'region' | 'geography'>,
  overrides: readonly ModelOverride[],
): BedrockResolution {
  const override = findOverride(overrides, modelId, credential.id)
  if (override === null && OTHER_VENDOR.test(modelId) && parseModelId(modelId).kind === 'anthropic') {
    return { ok: true, upstreamModel: modelId, model: null }
  }
  // These paths are those of the runtime, whatever the surface of the credential. Tokens are counted for base ids only.
  const geography = operation === 'count-tokens' ? 'none' : credential.geography
  return resolveBedrockModel(modelId, { region: credential.region, geography, surface: 'invoke' }, override)
}
