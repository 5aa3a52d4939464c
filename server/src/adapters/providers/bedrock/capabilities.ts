// What InvokeModel takes of the Messages API, as data. Bedrock checks bodies and betas strictly: one unknown field or
// flag fails the whole call. Sources: AWS model cards and user guide, and the wording of Bedrock's own refusals.
import type { CatalogModel } from '../../../core/models/catalog.ts'
import { isAtLeast } from '../../../core/models/catalog.ts'

/** Betas Bedrock takes, with the generation that first does. All others are left out. */
const ACCEPTED_BETAS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['compact-2026-01-12', [4, 6]],
  ['computer-use-2025-01-24', [3, 7]],
  ['computer-use-2025-11-24', [4, 5]],
  ['context-1m-2025-08-07', [4, 0]],
  ['context-management-2025-06-27', [4, 0]],
  ['dangerous-tool-use-2026-09-03', [5, 0]],
  ['effort-2025-11-24', [4, 5]],
  ['fine-grained-tool-streaming-2025-05-14', [4, 0]],
  ['interleaved-thinking-2025-05-14', [4, 0]],
  ['mid-conversation-output-config-2026-07-01', [5, 0]],
  ['mid-conversation-tool-changes-2026-07-01', [5, 0]],
  ['thinking-binding-controls-2026-08-01', [5, 1]],
  ['thinking-display-updates-2026-08-18', [5, 0]],
  ['tool-search-tool-2025-10-19', [4, 5]],
])

/** The same feature under the name Bedrock knows. */
const RENAMED_BETAS: ReadonlyMap<string, string> = new Map([
  ['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'],
])

/** The betas that go into `anthropic_beta`. For a model the gateway cannot name, every accepted one goes. */
export function bedrockBetas(requested: readonly string[], model: CatalogModel | null): string[] {
  const sent = new Set<string>()
  for (const beta of requested) {
    const name = RENAMED_BETAS.get(beta) ?? beta
    const since = ACCEPTED_BETAS.get(name)
    if (since && (model === null || isAtLeast(model, ...since))) sent.add(name)
  }
  return [...sent]
}

/**
 * - `pass` goes as it is.
 * - `replaced` is written anew by the gateway.
 * - `refuse` changes what the answer means, so the call is refused with the way out.
 * Fields that are not listed are left out, like the betas they belong to.
 */
type FieldRule =
  | { readonly kind: 'pass' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'refuse'; readonly why: string }
  /** Passes only together with one of these betas; a field without its beta is refused by Bedrock. */
  | { readonly kind: 'with_beta'; readonly betas: readonly string[] }
  | { readonly kind: 'since'; readonly generation: readonly [number, number] }

const PASS: FieldRule = { kind: 'pass' }
const REPLACED: FieldRule = { kind: 'replaced' }
const ANTHROPIC_ONLY = 'is not offered by Bedrock. Route this request to an Anthropic credential.'

export const TOP_LEVEL_FIELDS: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['model', REPLACED],
  ['stream', REPLACED],
  ['anthropic_version', REPLACED],
  ['anthropic_beta', REPLACED],
  ['max_tokens', PASS],
  ['messages', PASS],
  ['system', PASS],
  ['metadata', PASS],
  ['stop_sequences', PASS],
  ['temperature', PASS],
  ['thinking', PASS],
  ['tool_choice', PASS],
  ['tools', PASS],
  ['top_k', PASS],
  ['top_p', PASS],
  ['output_config', { kind: 'since', generation: [4, 5] }],
  [
    'context_management',
    { kind: 'with_beta', betas: ['context-management-2025-06-27', 'compact-2026-01-12'] },
  ],
  ['billing_policy', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  ['compaction', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  ['container', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  ['fallback_credit_token', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  ['fallbacks', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  ['mcp_servers', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  [
    'output_format',
    { kind: 'refuse', why: 'is not offered by Bedrock. Ask for the format with a tool instead.' },
  ],
  ['thread', { kind: 'refuse', why: ANTHROPIC_ONLY }],
])

/** Fields of a tool definition that Bedrock refuses, with the beta that lets one through where there is one. */
export const REFUSED_TOOL_FIELDS: ReadonlyMap<string, string | null> = new Map([
  ['strict', null],
  ['eager_input_streaming', null],
  ['custom', null],
  ['input_examples', null],
  ['allowed_callers', null],
  ['defer_loading', 'tool-search-tool-2025-10-19'],
])

/** Tools that run on Anthropic's servers. */
export const SERVER_TOOL =
  /^(?:web_search|web_fetch|code_execution|advisor|mcp_toolset|computer_toolset|browser_toolset)(?:_|$)/

/** Since when `cache_control.ttl` is known; older models refuse the field. */
export const CACHE_TTL_SINCE = [4, 5] as const

/** Since when Bedrock knows the newer API version. */
export const API_2026_SINCE = [4, 7] as const
