// What must change inside `system`, `tools` and `messages` for InvokeModel, and what has to be refused there.
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { cutMembers, isOverridden, type JsonEdit } from '../../../core/wire/json-edit.ts'
import { elementsOf, kindOf, memberString, memberValue, type JsonTape } from '../../../core/wire/json-tape.ts'
import { KNOWS_CACHE_TTL, REFUSED_TOOL_FIELDS, SERVER_TOOL } from './capabilities.ts'
import { isTakenBy, type RequestContext } from './field-rules.ts'

/** @throws GatewayError naming the field that Bedrock cannot serve. */
export function contentEdits(tape: JsonTape, context: RequestContext): JsonEdit[] {
  return [
    ...listMember(tape, 0, 'system').flatMap((block) => cacheControlEdits(tape, block, context)),
    ...listMember(tape, 0, 'tools').flatMap((tool, i) => toolEdits(tape, tool, context, `tools.${i}`)),
    ...listMember(tape, 0, 'messages').flatMap((message, i) =>
      blockListEdits(tape, message, context, `messages.${i}.content`),
    ),
  ]
}

/** Elements of an array member; nothing when it is missing or of another kind. */
function listMember(tape: JsonTape, object: number, name: string): number[] {
  const value = memberValue(tape, object, name)
  return value === undefined ? [] : [...elementsOf(tape, value)]
}

/** The `content` of a message or of a tool result. */
function blockListEdits(tape: JsonTape, holder: number, context: RequestContext, path: string): JsonEdit[] {
  return listMember(tape, holder, 'content').flatMap((block, i) =>
    blockEdits(tape, block, context, `${path}.${i}`),
  )
}

function blockEdits(tape: JsonTape, block: number, context: RequestContext, path: string): JsonEdit[] {
  const type = memberString(tape, block, 'type')
  if (type === 'image' || type === 'document') refuseRemoteSource(tape, block, `${path}.${type}`)
  const nested = type === 'tool_result' ? blockListEdits(tape, block, context, `${path}.content`) : []
  return [...cacheControlEdits(tape, block, context), ...nested]
}

function refuseRemoteSource(tape: JsonTape, block: number, path: string): void {
  const source = memberValue(tape, block, 'source')
  const type = source === undefined ? undefined : memberString(tape, source, 'type')
  if (type !== 'url' && type !== 'file') return
  throw new GatewayError(
    'invalid_request_error',
    `${path}.source.type: '${type}' sources are not offered by Bedrock. Send the content as base64, or route this request to an Anthropic credential.`,
  )
}

/** `scope` is never taken, `ttl` only by newer models. */
function cacheControlEdits(tape: JsonTape, block: number, { model }: RequestContext): JsonEdit[] {
  const control = memberValue(tape, block, 'cache_control')
  if (control === undefined || kindOf(tape, control) !== 'object') return []
  const takesTtl = isTakenBy(KNOWS_CACHE_TTL, model)
  const overridden = isOverridden(tape, control)
  return cutMembers(
    tape,
    control,
    (name, member) => overridden(name, member) || name === 'scope' || (name === 'ttl' && !takesTtl),
  )
}

function toolEdits(tape: JsonTape, tool: number, context: RequestContext, path: string): JsonEdit[] {
  const type = memberString(tape, tool, 'type')
  if (type !== undefined && SERVER_TOOL.test(type)) {
    throw new GatewayError(
      'invalid_request_error',
      `${path}.type: '${type}' runs on Anthropic's servers and is not offered by Bedrock. Remove the tool, or route this request to an Anthropic credential.`,
    )
  }
  const overridden = isOverridden(tape, tool)
  const cut = cutMembers(tape, tool, (name, member) => {
    if (overridden(name, member)) return true
    const beta = REFUSED_TOOL_FIELDS.get(name)
    return beta !== undefined && (beta === null || !context.betas.has(beta))
  })
  return [...cut, ...cacheControlEdits(tape, tool, context)]
}
