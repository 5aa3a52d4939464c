// The nested rules of InvokeModel for system blocks and messages: cache control, sources, roles.
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, objectsOf, textOf, type JsonObject } from '../json.ts'
import { extraInput, invalid, unexpectedTag } from './aws-rejection.ts'

interface Rules {
  readonly cacheTtl: boolean
  readonly toolReference: boolean
  readonly systemRole: boolean
}

export function checkContent(body: JsonObject, model: ClaudeModel, betas: ReadonlySet<string>): void {
  const rules: Rules = {
    cacheTtl: model.version >= 4.5,
    toolReference: betas.has('tool-search-tool-2025-10-19'),
    systemRole: model.version >= 4.8,
  }
  for (const [index, block] of objectsOf(body['system']).entries()) {
    checkCacheControl(block, `system.${index}`, rules)
  }
  for (const [index, message] of objectsOf(body['messages']).entries()) {
    if (message['role'] === 'system' && !rules.systemRole) {
      throw invalid(
        'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
      )
    }
    checkBlocks(message['content'], `messages.${index}.content`, rules)
  }
  for (const [index, tool] of objectsOf(body['tools']).entries()) {
    checkCacheControl(tool, `tools.${index}.${textOf(tool['type'] ?? 'custom')}`, rules)
  }
}

function checkBlocks(content: unknown, place: string, rules: Rules): void {
  for (const [index, block] of objectsOf(content).entries()) {
    const type = textOf(block['type'])
    if (type === 'tool_reference' && !rules.toolReference) {
      throw unexpectedTag(`${place}.${index}`, type, ['document', 'image', 'search_result', 'text'])
    }
    const inside = `${place}.${index}.${type}`
    checkCacheControl(block, inside, rules)
    checkSource(block['source'], `${inside}.source`)
    checkBlocks(block['content'], `${inside}.content`, rules)
  }
}

function checkCacheControl(block: JsonObject, place: string, rules: Rules): void {
  const cacheControl = block['cache_control']
  if (!isObject(cacheControl)) return
  const accepted = rules.cacheTtl ? ['type', 'ttl'] : ['type']
  const extra = Object.keys(cacheControl).find((key) => !accepted.includes(key))
  if (extra !== undefined) throw extraInput(`${place}.cache_control.ephemeral.${extra}`)
}

function checkSource(source: unknown, place: string): void {
  if (!isObject(source)) return
  if (source['type'] === 'url') throw invalid(`${place}: URL sources are not supported`)
  if (source['type'] === 'file') throw unexpectedTag(place, 'file', ['base64', 'content', 'text'])
}
