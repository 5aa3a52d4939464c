// What the Bedrock credentials of a pool can serve, listed as Anthropic's API lists models.
import type { BedrockCredential } from '../credentials/credential.ts'
import type { Candidate } from '../upstream/provider.ts'
import { CATALOG, findModel, type CatalogModel } from './catalog.ts'
import type { ListedModel } from './listed-model.ts'
import { MODEL_FACTS } from './model-facts.ts'
import { findOverride, type ModelOverride } from './model-override.ts'
import { parseModelId } from './parse-model-id.ts'
import { servableOn } from './servable-on.ts'

export function listBedrockModels(
  candidates: readonly Pick<Candidate, 'credential'>[],
  overrides: readonly ModelOverride[],
  now: Date,
): ListedModel[] {
  const credentials = candidates.flatMap(({ credential }) =>
    credential.provider === 'bedrock' ? [credential] : [],
  )
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
  const until = MODEL_FACTS[model.id]?.bedrockUntil
  return (until === undefined || now < new Date(until)) && servableOn(model, credential)
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
      const base = baseModel === null ? null : findBase(baseModel)
      const created_at = createdAt.toISOString().replace(/\.\d+Z$/, 'Z')
      return [
        { ...(base && describe(base)), type: 'model' as const, id: model, display_name: model, created_at },
      ]
    })
}

function findBase(name: string): CatalogModel | null {
  const parsed = parseModelId(name)
  return parsed.kind === 'invalid' ? null : (parsed.model ?? findModel(name) ?? null)
}

function describe({ id, displayName }: CatalogModel): ListedModel {
  const facts = MODEL_FACTS[id]
  return {
    type: 'model',
    id,
    display_name: displayName,
    created_at: `${facts?.releasedOn ?? '1970-01-01'}T00:00:00Z`,
    max_input_tokens: facts?.maxInputTokens ?? null,
    max_tokens: facts?.maxOutputTokens ?? null,
  }
}
