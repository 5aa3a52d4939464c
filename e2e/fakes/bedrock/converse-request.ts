// A Converse request, read as the Messages request that asks for the same.
import { isObject, objectsOf, type JsonObject } from '../json.ts'
import { invalid } from './aws-rejection.ts'

export function messagesBodyOf(body: JsonObject): JsonObject {
  const { messages, system, toolConfig, inferenceConfig, additionalModelRequestFields } = body
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalid(
      '1 validation error detected: Value at messages failed to satisfy constraint: Member must not be null',
    )
  }
  const config = isObject(inferenceConfig) ? inferenceConfig : {}
  const tools = isObject(toolConfig) ? objectsOf(toolConfig['tools']) : []
  return {
    ...(isObject(additionalModelRequestFields) && additionalModelRequestFields),
    max_tokens: config['maxTokens'] ?? 4096,
    messages: objectsOf(messages).map(({ role, content }) => ({ role, content: blocksOf(content) })),
    ...(Array.isArray(system) && { system: blocksOf(system) }),
    ...(tools.length > 0 && { tools: tools.flatMap(toolOf), ...choiceOf(toolConfig) }),
  }
}

/** A cache point stands behind the block that it ends. */
function blocksOf(content: unknown): JsonObject[] {
  return objectsOf(content).map((block) => {
    if ('cachePoint' in block) return { type: 'text', text: '', cache_control: { type: 'ephemeral' } }
    const { toolResult, text } = block
    if (isObject(toolResult)) return { type: 'tool_result', content: blocksOf(toolResult['content']) }
    return typeof text === 'string' ? { type: 'text', text } : { type: 'other', ...block }
  })
}

function toolOf({ toolSpec }: JsonObject): JsonObject[] {
  if (!isObject(toolSpec)) return []
  const schema = isObject(toolSpec['inputSchema']) ? toolSpec['inputSchema']['json'] : {}
  return [{ name: toolSpec['name'], description: toolSpec['description'], input_schema: schema }]
}

function choiceOf(toolConfig: unknown): object {
  const choice = isObject(toolConfig) ? toolConfig['toolChoice'] : undefined
  if (!isObject(choice)) return {}
  const [type, named] = Object.entries(choice)[0] ?? ['auto', {}]
  return { tool_choice: { type, ...(isObject(named) && named) } }
}
