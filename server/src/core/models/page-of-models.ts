// One page of a list of models, by Anthropic's rules.
import { GatewayError } from '../wire/anthropic-error.ts'
import type { ListedModel } from './listed-model.ts'

export interface ModelPageRequest {
  readonly limit: number
  readonly afterId: string | null
  readonly beforeId: string | null
}

export interface ModelPage {
  readonly data: readonly ListedModel[]
  readonly has_more: boolean
  readonly first_id: string | null
  readonly last_id: string | null
}

/** `has_more` looks in the direction of the paging. @throws GatewayError 400 for cursors that name nothing. */
export function pageOfModels(
  models: readonly ListedModel[],
  { limit, afterId, beforeId }: ModelPageRequest,
): ModelPage {
  if (afterId !== null && beforeId !== null) {
    throw new GatewayError('invalid_request_error', 'after_id: cannot be used together with before_id')
  }
  if (beforeId !== null) {
    const end = indexOf(models, beforeId, 'before_id')
    const start = Math.max(0, end - limit)
    return page(models.slice(start, end), start > 0)
  }
  const start = afterId === null ? 0 : indexOf(models, afterId, 'after_id') + 1
  return page(models.slice(start, start + limit), start + limit < models.length)
}

function indexOf(models: readonly ListedModel[], id: string, parameter: string): number {
  const index = models.findIndex((model) => model.id === id)
  if (index !== -1) return index
  throw new GatewayError('invalid_request_error', `${parameter}: no model '${id.slice(0, 100)}' is listed`)
}

function page(data: readonly ListedModel[], hasMore: boolean): ModelPage {
  return { data, has_more: hasMore, first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null }
}
