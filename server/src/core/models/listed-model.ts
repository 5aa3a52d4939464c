// Models as Anthropic's API lists them, and how lists of several credentials become one.
import type { JsonObject } from '../wire/json-object.ts'
import { parseModelId } from './parse-model-id.ts'

/** What an upstream has listed keeps the fields that are not known here. */
export interface ListedModel extends JsonObject {
  readonly type: 'model'
  readonly id: string
  readonly display_name: string
  /** RFC 3339. */
  readonly created_at: string
}

/** Newest first, each once: of two with the same id the first one given stays. */
export function mergeModels(...lists: readonly (readonly ListedModel[])[]): ListedModel[] {
  const byId = new Map<string, ListedModel>()
  for (const model of lists.flat()) if (!byId.has(model.id)) byId.set(model.id, model)
  return [...byId.values()].toSorted(
    (a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}

/** By id, or by any other name of the same model. */
export function findListedModel(models: readonly ListedModel[], name: string): ListedModel | null {
  const named = models.find(({ id }) => id === name)
  if (named) return named
  const parsed = parseModelId(name)
  if (parsed.kind === 'invalid') return null
  const id = parsed.model?.id ?? (parsed.kind === 'anthropic' ? parsed.name : parsed.id)
  return models.find((model) => model.id === id) ?? null
}

function timeOf({ created_at }: ListedModel): number {
  const time = Date.parse(created_at)
  return Number.isNaN(time) ? 0 : time
}
