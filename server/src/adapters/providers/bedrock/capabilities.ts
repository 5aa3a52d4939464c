// What InvokeModel takes of the Messages API, as data. Bedrock checks bodies and betas strictly: one unknown field or
// flag fails the whole call. Sources: AWS model cards and user guide, and the wording of Bedrock's own refusals.
import type { CatalogModel } from '../../../core/models/catalog.ts'
import { isAtLeast } from '../../../core/models/catalog.ts'
import { isTakenBy, type FieldRule, type ModelTest } from './field-rules.ts'

const since =
  (major: number, minor: number): ModelTest =>
  (model) =>
    isAtLeast(model, major, minor)
const onClaude4: ModelTest = (model) => model.generation[0] === 4
const isOpus45: ModelTest = ({ id }) => id === 'claude-opus-4-5-20251101'
const takesEffort: ModelTest = (model) => isOpus45(model) || isAtLeast(model, 4, 6)

/** Betas Bedrock takes, with the models that do. All others are left out. */
const ACCEPTED_BETAS: ReadonlyMap<string, ModelTest> = new Map([
  ['compact-2026-01-12', since(4, 6)],
  ['computer-use-2025-01-24', since(3, 7)],
  ['computer-use-2025-11-24', since(4, 5)],
  ['context-1m-2025-08-07', since(4, 0)],
  ['context-management-2025-06-27', since(4, 0)],
  ['dangerous-tool-use-2026-09-03', since(5, 0)],
  ['effort-2025-11-24', takesEffort],
  ['fine-grained-tool-streaming-2025-05-14', since(4, 0)],
  ['interleaved-thinking-2025-05-14', onClaude4],
  ['mid-conversation-output-config-2026-07-01', since(5, 0)],
  ['mid-conversation-tool-changes-2026-07-01', since(5, 0)],
  ['thinking-binding-controls-2026-08-01', since(5, 1)],
  ['thinking-display-updates-2026-08-18', since(5, 0)],
  ['tool-search-tool-2025-10-19', since(4, 5)],
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
    const models = ACCEPTED_BETAS.get(name)
    if (models && isTakenBy(models, model)) sent.add(name)
  }
  return [...sent]
}

const PASS: FieldRule = { kind: 'pass' }
const REPLACED: FieldRule = { kind: 'replaced' }
const ANTHROPIC_ONLY = 'is not offered by Bedrock. Route this request to an Anthropic credential.'

/** Fields that are not listed are left out, like the betas they belong to. */
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
  ['output_config', PASS],
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
  ['skills', { kind: 'refuse', why: ANTHROPIC_ONLY }],
  [
    'output_format',
    { kind: 'refuse', why: 'is not offered by Bedrock. Ask for the format with a tool instead.' },
  ],
  ['thread', { kind: 'refuse', why: ANTHROPIC_ONLY }],
])

/** Older models refuse `output_config` whole. */
export const KNOWS_OUTPUT_CONFIG = since(4, 5)

/** "Bedrock validates against its own copy of the Messages schema": these have lost the field again. */
const REFUSES_FORMAT = /^claude-(?:opus-4-[78]|(?:opus|sonnet|fable)-5)(?:-|$)/

/** Members of `output_config`; those that are not listed stay. */
export const OUTPUT_CONFIG_FIELDS: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['effort', { kind: 'taken_by', models: takesEffort }],
  [
    'format',
    {
      kind: 'refuse',
      why: 'is not offered by Bedrock for this model. Ask for the format with a tool instead, or route this request to an Anthropic credential.',
      exceptFor: (model) => KNOWS_OUTPUT_CONFIG(model) && !REFUSES_FORMAT.test(model.id),
    },
  ],
  ['task_budget', { kind: 'with_beta', betas: ['task-budgets-2026-03-13'] }],
])

/** Opus 4.5 takes `effort` with its beta only (coder/coder#25356), which SDKs no longer send. */
export const EFFORT_BETA = { name: 'effort-2025-11-24', neededBy: isOpus45 } as const

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

/** Older models refuse `cache_control.ttl`. */
export const KNOWS_CACHE_TTL = since(4, 5)

/** Older models refuse the newer API version. */
export const KNOWS_API_2026 = since(4, 7)

/** Older models refuse the role `system` in `messages`. */
export const KNOWS_SYSTEM_MESSAGES = since(4, 8)
