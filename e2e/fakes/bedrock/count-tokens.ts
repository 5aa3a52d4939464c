// CountTokens: an InvokeModel body in base64 or a Converse request, counted for the few models that the runtime counts for.
import { claudeModels } from '../claude-models.ts'
import { isObject, type JsonObject } from '../json.ts'
import { viewRequest } from '../request-view.ts'
import { invalid } from './aws-rejection.ts'
import { checkBody, parseBody } from './check-body.ts'
import { messagesBodyOf } from './converse-request.ts'

const counted = claudeModels.filter(({ version, id }) => version <= 4.1 || id === 'claude-sonnet-4-6')

/** @param modelId a base id: inference profiles are rejected. */
export function countTokens(body: JsonObject, modelId: string): { inputTokens: number } {
  const model = counted.find(({ bedrockId }) => bedrockId === modelId)
  if (model === undefined) {
    throw invalid("The provided model doesn't support counting tokens.")
  }
  const input = isObject(body['input']) ? body['input'] : {}
  const { converse, invokeModel } = input
  if (isObject(converse)) return { inputTokens: viewRequest(messagesBodyOf(converse)).promptTokens }
  const encoded = isObject(invokeModel) ? invokeModel['body'] : undefined
  if (typeof encoded !== 'string') throw invalid('input.invokeModel.body: Field required')
  const inner = parseBody(Buffer.from(encoded, 'base64'))
  checkBody(inner, model)
  return { inputTokens: viewRequest(inner).promptTokens }
}
