// What Bedrock takes of the Messages API outside of content and tools, as data.
import type { Surface } from '@headgate/shared/providers'
import {
  CLEAR_AT,
  COMPACTION,
  COMPACTION_2026_09,
  CONTEXT_MANAGEMENT,
  BLOCK_BINDING,
  EFFORT,
  MESSAGE_CONFIG,
  TASK_BUDGETS,
} from './beta-rules.ts'
import {
  isOpus45,
  KNOWS_FORMAT,
  KNOWS_OUTPUT_CONFIG,
  takesEffort,
} from '../../../../core/models/bedrock-capabilities.ts'
import { forModels, type ContextTest, type FieldRule } from './field-rules.ts'

const PASS: FieldRule = { kind: 'pass' }
const REPLACED: FieldRule = { kind: 'replaced' }
/** The answer means the same without it. */
const LEFT_OUT: FieldRule = { kind: 'left_out' }
const ANTHROPIC_ONLY: FieldRule = {
  kind: 'reject',
  why: 'is not offered by Bedrock. Route this request to an Anthropic credential.',
}

/** bedrock-mantle still knows the beta by which structured outputs came. */
export const hasStructuredOutputs: ContextTest = ({ betas }) =>
  [...betas].some((beta) => beta.startsWith('structured-outputs-'))

/** Opus 4.5 takes it with its beta only; where a model cannot be named, a rejected beta takes it along. */
const takesEffortField: ContextTest = ({ model, betas, unsupported }) => {
  if (model === null) return !unsupported.betas.has(EFFORT)
  return takesEffort(model) && (!isOpus45(model) || betas.has(EFFORT))
}

/** Fields that are not listed are left out, like the betas they belong to. */
export const TOP_LEVEL_FIELDS: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['model', REPLACED],
  ['stream', REPLACED],
  ['anthropic_version', REPLACED],
  ['anthropic_beta', REPLACED],
  // Becomes a breakpoint on a block.
  ['cache_control', REPLACED],
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
  ['output_config', { kind: 'taken', where: forModels(KNOWS_OUTPUT_CONFIG) }],
  ['context_management', { kind: 'with_beta', betas: [CONTEXT_MANAGEMENT, COMPACTION, COMPACTION_2026_09] }],
  // A tier that Bedrock does not sell: the call runs at the standard one.
  ['service_tier', LEFT_OUT],
  // Where inference runs is the choice of the credential's geography.
  ['inference_geo', LEFT_OUT],
  // Fast mode changes time and price, not the answer.
  ['speed', LEFT_OUT],
  // A report for the client's own debugging.
  ['diagnostics', LEFT_OUT],
  // Labels for Anthropic's usage reports.
  ['tags', LEFT_OUT],
  // The client relies on the check; told that it is not to be had, Claude Code runs it itself.
  ['safeguards', ANTHROPIC_ONLY],
  ['billing_policy', ANTHROPIC_ONLY],
  ['compaction', ANTHROPIC_ONLY],
  ['container', ANTHROPIC_ONLY],
  ['fallback_credit_token', ANTHROPIC_ONLY],
  ['fallbacks', ANTHROPIC_ONLY],
  ['mcp_servers', ANTHROPIC_ONLY],
  ['skills', ANTHROPIC_ONLY],
  ['thread', ANTHROPIC_ONLY],
  [
    'output_format',
    {
      kind: 'reject',
      why: 'is not offered by Bedrock. Use output_config.format where the model takes it, or a tool.',
      exceptFor: hasStructuredOutputs,
    },
  ],
])

export const UNKNOWN_FIELD: FieldRule = LEFT_OUT

const OUTPUT_CONFIG_FIELDS: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['effort', { kind: 'taken', where: takesEffortField }],
  [
    'format',
    {
      kind: 'reject',
      why: 'is not offered by Bedrock for this model. Ask for the format with a tool instead, or route this request to an Anthropic credential.',
      exceptFor: (context) => forModels(KNOWS_FORMAT)(context) || hasStructuredOutputs(context),
    },
  ],
  ['task_budget', { kind: 'with_beta', betas: [TASK_BUDGETS] }],
])

/** Members of top-level objects; those that are not listed stay. `thinking.display` has a rule of its own. */
export const NESTED_FIELDS: ReadonlyMap<string, ReadonlyMap<string, FieldRule>> = new Map([
  ['output_config', OUTPUT_CONFIG_FIELDS],
  ['thinking', new Map([['block_binding', { kind: 'with_beta', betas: [BLOCK_BINDING] }]])],
])

/** Members of a message besides `role` and `content`. */
export const MESSAGE_FIELDS: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['output_config', { kind: 'with_beta', betas: [MESSAGE_CONFIG] }],
  ['clear_at', { kind: 'with_beta', betas: [CLEAR_AT] }],
])

/** Elsewhere `metadata.user_id` becomes request metadata, whose values AWS restricts. */
export const TAKES_ANY_USER_ID: readonly Surface[] = ['invoke']
export const USER_ID = /^[a-zA-Z0-9\s:_@$#=/+,\-.]{0,256}$/
