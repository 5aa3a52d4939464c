// Blocks of content that Bedrock cannot serve, in requests and in what is replayed of earlier answers.
import { COMPACTION, COMPACTION_2026_09, TOOL_CHANGES } from './beta-rules.ts'
import type { RequestContext } from './field-rules.ts'
import { isServerToolOffered } from './tool-rules.ts'

export interface BlockProblem {
  /** What is wrong, after "'type' blocks". */
  readonly what: string
  readonly wayOut: string
}

/** Results of tools that run on Anthropic's servers; those of a search for tools are Bedrock's own. */
const SERVER_TOOL_RESULT = /^(?!tool_search_)(.+)_tool_result$/
const WITHOUT_THEM = 'Start a new conversation without them'

/** @param name of the tool that a block uses. @returns null for a block that can go. */
export function whyBlockIsUnsupported(
  type: string,
  name: string | undefined,
  context: RequestContext,
): BlockProblem | null {
  switch (type) {
    case 'tool_addition':
    case 'tool_removal':
      return context.betas.has(TOOL_CHANGES)
        ? null
        : { what: 'are not offered by Bedrock for this model', wayOut: 'Send all tools in tools' }
    case 'container_upload':
      return {
        what: 'belong to the Files API, which is not offered by Bedrock',
        wayOut: 'Send the content itself',
      }
    case 'mcp_tool_use':
    case 'mcp_tool_result':
      return { what: 'belong to the MCP connector, which is not offered by Bedrock', wayOut: WITHOUT_THEM }
    case 'compaction':
      return context.betas.has(COMPACTION) || context.betas.has(COMPACTION_2026_09)
        ? null
        : { what: 'are not offered by Bedrock for this model', wayOut: WITHOUT_THEM }
    case 'server_tool_use':
      return name === undefined || isServerToolOffered(name, context) ? null : serverTool(name)
    default: {
      const tool = SERVER_TOOL_RESULT.exec(type)?.[1]
      return tool === undefined || isServerToolOffered(tool, context) ? null : serverTool(tool)
    }
  }
}

function serverTool(name: string): BlockProblem {
  return {
    what: `are of the tool '${name.slice(0, 80)}', which runs on Anthropic's servers and is not offered by Bedrock`,
    wayOut: WITHOUT_THEM,
  }
}
