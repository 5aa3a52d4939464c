// The nested rules of InvokeModel for tools: no server tools, no flags that only the Claude API knows.
import { objectsOf, textOf, type JsonObject } from '../json.ts'
import { extraInput, invalid, unexpectedTag } from './aws-rejection.ts'

const clientToolTypes = [
  'bash_20250124',
  'custom',
  'memory_20250818',
  'text_editor_20250124',
  'text_editor_20250429',
  'text_editor_20250728',
  'tool_search_tool_bm25',
  'tool_search_tool_bm25_20251119',
  'tool_search_tool_regex',
  'tool_search_tool_regex_20251119',
]

const computerTypeByBeta = {
  'computer-use-2025-01-24': 'computer_20250124',
  'computer-use-2025-11-24': 'computer_20251124',
}

const customToolFields = ['type', 'name', 'description', 'input_schema', 'cache_control']
const rejectedFlags = ['eager_input_streaming', 'custom']

/** The beginning of the beta that a field needs; `structured-outputs` exists on mantle only. */
const betaByField: Readonly<Record<string, string>> = {
  strict: 'structured-outputs-',
  defer_loading: 'tool-search-tool-2025-10-19',
  input_examples: 'tool-examples-2025-10-29',
}

export function checkTools(tools: unknown, betas: ReadonlySet<string>): void {
  const computers = Object.entries(computerTypeByBeta).filter(([beta]) => betas.has(beta))
  const expected = [...clientToolTypes, ...computers.map(([, type]) => type)]
  for (const [index, tool] of objectsOf(tools).entries()) {
    const type = textOf(tool['type'] ?? 'custom')
    if (!expected.includes(type)) throw unexpectedTag(`tools.${index}`, type, expected)
    checkFields(tool, `tools.${index}.${type}`, type === 'custom', betas)
  }
}

function checkFields(tool: JsonObject, place: string, custom: boolean, betas: ReadonlySet<string>): void {
  for (const field of Object.keys(tool)) {
    const beta = betaByField[field]
    const accepted =
      beta === undefined
        ? !rejectedFlags.includes(field) && (!custom || customToolFields.includes(field))
        : [...betas].some((name) => name.startsWith(beta))
    if (!accepted) throw extraInput(`${place}.${field}`)
  }
  for (const field of custom ? ['name', 'input_schema'] : ['name']) {
    if (!(field in tool)) throw invalid(`${place}.${field}: Field required`)
  }
}
