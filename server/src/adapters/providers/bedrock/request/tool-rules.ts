// What Bedrock takes of tool definitions, as data.
import { TOOL_EXAMPLES, TOOL_SEARCH } from './beta-rules.ts'
import { hasStructuredOutputs } from './body-fields.ts'
import { isTakenBy, KNOWS_TOOL_SEARCH } from '../../../../core/models/bedrock-capabilities.ts'
import { WHY } from './change-notes.ts'
import type { FieldRule, RequestContext } from './field-rules.ts'

const LEFT_OUT: FieldRule = { kind: 'left_out' }

/** Fields of a tool definition that need something; those that are not listed stay. */
export const TOOL_FIELDS: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['strict', { kind: 'taken', where: hasStructuredOutputs, why: WHY.unknown }],
  ['eager_input_streaming', LEFT_OUT],
  ['custom', LEFT_OUT],
  ['allowed_callers', LEFT_OUT],
  ['input_examples', { kind: 'with_beta', betas: [TOOL_EXAMPLES] }],
  ['defer_loading', { kind: 'with_beta', betas: [TOOL_SEARCH] }],
])

/** Tools that run on Anthropic's servers. */
const SERVER_TOOL =
  /^(?:web_search|web_fetch|code_execution|advisor|mcp_toolset|computer_toolset|browser_toolset)(?:_|$)/
/** The names of the same in blocks, where code execution has two more. */
const HISTORY_SERVER_TOOL =
  /^(?:web_search|web_fetch|code_execution|bash_code_execution|text_editor_code_execution|advisor|mcp)(?:_|$)/
const TOOL_SEARCH_TOOL = /^tool_search_tool_/
/** Bedrock says itself whether a model and an account may have it. */
const ON_MANTLE = /^web_search(?:_|$)/

/** Whether what a server tool left in the history may be replayed. @param name as blocks name it, e.g. `web_search` */
export function isServerToolOffered(name: string, { model, surface }: RequestContext): boolean {
  if (/^tool_search(?:_|$)/.test(name)) return isTakenBy(KNOWS_TOOL_SEARCH, model)
  return !HISTORY_SERVER_TOOL.test(name) || (surface === 'mantle' && ON_MANTLE.test(name))
}

/** @returns why a tool of this type cannot go; null when it can, or when Bedrock is to say what is wrong with it. */
export function whyToolTypeIsUnsupported(type: string, { model, surface }: RequestContext): string | null {
  if (TOOL_SEARCH_TOOL.test(type) && !isTakenBy(KNOWS_TOOL_SEARCH, model))
    return 'is not offered by Bedrock for this model. Remove the tool, or route this request to an Anthropic credential.'
  if (!SERVER_TOOL.test(type) || (surface === 'mantle' && ON_MANTLE.test(type))) return null
  return "runs on Anthropic's servers and is not offered by Bedrock. Remove the tool, or route this request to an Anthropic credential."
}
