// What must change inside `system`, `tools` and `messages`, and what has to be rejected there.
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { elementsOf, listMember, memberString, memberValue } from '../../../../core/wire/json-tape.ts'
import { whyBlockIsUnsupported } from './block-rules.ts'
import { TOOL_SEARCH } from './beta-rules.ts'
import { MESSAGE_FIELDS } from './body-fields.ts'
import { planCacheControl } from './cache-control.ts'
import { noteLeftOut, WHY } from './change-notes.ts'
import { contentLists } from './content-places.ts'
import { cutChild, cutWhere, type EditPlan } from './edit-plan.ts'
import { staysByRule, type RequestContext } from './field-rules.ts'
import { whyToolTypeIsUnsupported, TOOL_FIELDS } from './tool-rules.ts'

/** @throws GatewayError naming the field that Bedrock cannot serve. */
export function planContent(plan: EditPlan, context: RequestContext): void {
  const { tape } = plan
  for (const block of listMember(tape, 0, 'system')) planCacheControl(plan, block, context)
  for (const [i, tool] of listMember(tape, 0, 'tools').entries()) planTool(plan, tool, context, `tools.${i}`)
  for (const [i, message] of listMember(tape, 0, 'messages').entries()) {
    planMessage(plan, message, context, `messages.${i}`)
  }
}

function planMessage(plan: EditPlan, message: number, context: RequestContext, path: string): void {
  for (const [name, rule] of MESSAGE_FIELDS) {
    const value = memberValue(plan.tape, message, name)
    if (value === undefined) continue
    const stays = staysByRule(rule, plan.tape, { path: `messages.*.${name}`, value }, context)
    if (!stays) cutWhere(plan, message, (member) => member === name)
  }
  planBlocks(plan, message, context, path)
}

function planBlocks(plan: EditPlan, holder: number, context: RequestContext, holderPath: string): void {
  for (const { list, path: place } of contentLists(plan.tape, holder)) {
    // Anthropic's errors name the type of a block where its source is meant.
    const prefix = place === 'content' ? '' : `.${memberString(plan.tape, holder, 'type') ?? ''}`
    for (const [i, block] of [...elementsOf(plan.tape, list)].entries()) {
      const type = memberString(plan.tape, block, 'type')
      if (type === 'tool_reference' && !context.betas.has(TOOL_SEARCH)) {
        cutChild(plan, list, block)
        noteLeftOut(context.notes, 'tool_reference', WHY.beta)
      } else planBlock(plan, { block, type, path: `${holderPath}${prefix}.${place}.${i}` }, context)
    }
  }
}

interface PlacedBlock {
  readonly block: number
  readonly type: string | undefined
  readonly path: string
}

function planBlock(plan: EditPlan, { block, type, path }: PlacedBlock, context: RequestContext): void {
  const why =
    type === undefined ? null : whyBlockIsUnsupported(type, memberString(plan.tape, block, 'name'), context)
  if (why !== null) throw notSent(`${path}.type: '${type!}' blocks ${why.what}`, why.wayOut)
  if (type === 'image' || type === 'document') planSource(plan, block, `${path}.${type}`)
  planBlocks(plan, block, context, path)
  planCacheControl(plan, block, context)
}

function planSource(plan: EditPlan, block: number, path: string): void {
  const source = memberValue(plan.tape, block, 'source')
  if (source === undefined) return
  const type = memberString(plan.tape, source, 'type')
  if (type === 'url' || type === 'file') {
    throw notSent(
      `${path}.source.type: '${type}' sources are not offered by Bedrock`,
      'Send the content as base64',
    )
  }
}

function notSent(what: string, wayOut: string): GatewayError {
  return new GatewayError(
    'invalid_request_error',
    `${what}. ${wayOut}, or route this request to an Anthropic credential.`,
  )
}

/** Of what a client wrote. */
const MAX_QUOTED_CHARS = 80

function planTool(plan: EditPlan, tool: number, context: RequestContext, path: string): void {
  const type = memberString(plan.tape, tool, 'type')
  const why = type === undefined ? null : whyToolTypeIsUnsupported(type, context)
  if (why !== null)
    throw new GatewayError(
      'invalid_request_error',
      `${path}.type: '${type!.slice(0, MAX_QUOTED_CHARS)}' ${why}`,
    )
  cutWhere(plan, tool, (name, value) => {
    const rule = TOOL_FIELDS.get(name)
    return rule !== undefined && !staysByRule(rule, plan.tape, { path: `tools.*.${name}`, value }, context)
  })
  planCacheControl(plan, tool, context)
}
