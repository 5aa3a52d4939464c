// Which models can be called from where a credential is, as far as that can be told without asking.
import type { CatalogModel } from './catalog.ts'
import { resolveBedrockModel, type BedrockPlace } from './resolve-bedrock-model.ts'

export function servableOn(model: CatalogModel, place: BedrockPlace): boolean {
  // Models without any profile are gated, or mantle's alone.
  const isOffered = place.surface === 'mantle' || model.bareOnDemand || model.profiles.length > 0
  return isOffered && resolveBedrockModel(model.id, place, null).ok
}
