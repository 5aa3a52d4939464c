// What the gateway answers to a request for models, of a list of its own.
import { GatewayError } from '../wire/anthropic-error.ts'
import { findListedModel, type ListedModel } from './listed-model.ts'
import { pageOfModels, type ModelPage } from './page-of-models.ts'
import type { RequestedModels } from './requested-models.ts'

/** @throws GatewayError 404 for a model that is not listed, 400 for cursors that name nothing. */
export function answerModels(
  models: readonly ListedModel[],
  wanted: RequestedModels,
): ModelPage | ListedModel {
  if (wanted.kind === 'page') return pageOfModels(models, wanted.page)
  const found = findListedModel(models, wanted.id)
  if (found) return found
  throw new GatewayError('not_found_error', `model: ${wanted.id.slice(0, 200)}`)
}
