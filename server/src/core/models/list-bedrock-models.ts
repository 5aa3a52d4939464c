// What the Bedrock credentials of a pool can serve, listed as Anthropic's API lists models.
import type { BedrockCredential } from '../credentials/credential.ts'
import type { Candidate } from '../upstream/provider.ts'
import { CATALOG, type CatalogModel } from './catalog.ts'
import type { ListedModel } from './listed-model.ts'
import { findOverride, type ModelOverride } from './model-override.ts'
import { modelNamed, parseModelId } from './parse-model-id.ts'
import { resolveBedrockModel, type BedrockPlace } from './resolve-bedrock-model.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

export function listBedrockModels(
  candidates: readonly Pick<Candidate, 'credential'>[],
  overrides: readonly ModelOverride[],
  now: Date,
): ListedModel[] {
  const credentials = candidates.flatMap(({ credential }) => bedrockOf(credential) ?? [])
  const known = CATALOG.filter((model) =>
    credentials.some((credential) => serves(credential, model, overrides, now)),
  )
  return [...known.map(describe), ...ownNames(credentials, overrides)]
}

function serves(
  credential: BedrockCredential,
  model: CatalogModel,
  overrides: readonly ModelOverride[],
  now: Date,
): boolean {
  const names = [model.id, ...model.aliases]
  const isNamed = (name: string) =>
    typeof findOverride(overrides, name, credential.id)?.upstreamModel === 'string'
  if (names.some(isNamed)) return true
  const { bedrockUntil } = model
  return (bedrockUntil === null || now < new Date(bedrockUntil)) && isServable(model, credential)
}

/** Names that only the operator has given. */
function ownNames(
  credentials: readonly BedrockCredential[],
  overrides: readonly ModelOverride[],
): ListedModel[] {
  return overrides
    .filter(({ credentialId }) => credentialId === null || credentials.some(({ id }) => id === credentialId))
    .filter(({ upstreamModel, baseModel }) => upstreamModel !== null || baseModel !== null)
    .flatMap(({ model, baseModel, createdAt }) => {
      const parsed = parseModelId(model)
      if (parsed.kind === 'invalid' || parsed.model !== null) return []
      const base = baseModel === null ? null : modelNamed(baseModel)
      const created_at = createdAt.toISOString().replace(/\.\d+Z$/, 'Z')
      return [
        { ...(base && describe(base)), type: 'model' as const, id: model, display_name: model, created_at },
      ]
    })
}

/** As far as that can be told without asking. */
function isServable(model: CatalogModel, place: BedrockPlace): boolean {
  // Models without any profile are gated, or mantle's alone.
  const isOffered = place.surface === 'mantle' || model.bareOnDemand || model.profiles.length > 0
  return isOffered && resolveBedrockModel(model.id, place, null).ok
}

function describe(model: CatalogModel): ListedModel {
  return {
    type: 'model',
    id: model.id,
    display_name: model.displayName,
    created_at: `${model.releasedOn}T00:00:00Z`,
    lifecycle: model.lifecycle,
    max_input_tokens: model.maxInputTokens,
    max_tokens: model.maxOutputTokens,
  }
}
