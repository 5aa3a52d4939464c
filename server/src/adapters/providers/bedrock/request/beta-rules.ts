// Which betas go to which model on which surface, as data. One unknown flag fails the whole call.
// Sources: AWS model cards, and the wording of Bedrock's own errors.
import type { Surface } from '@headgate/shared/providers'
import {
  EVERY_MODEL,
  KNOWS_CONTEXT_MANAGEMENT,
  KNOWS_TOOL_SEARCH,
  onClaude4,
  since,
  takesEffort,
  type ModelTest,
} from '../../../../core/models/bedrock-capabilities.ts'

export const EFFORT = 'effort-2025-11-24'
export const CONTEXT_MANAGEMENT = 'context-management-2025-06-27'
export const COMPACTION = 'compact-2026-01-12'
export const COMPACTION_2026_09 = 'compact-2026-09-04'
export const TOOL_SEARCH = 'tool-search-tool-2025-10-19'
export const TOOL_EXAMPLES = 'tool-examples-2025-10-29'
export const TASK_BUDGETS = 'task-budgets-2026-03-13'
export const BLOCK_BINDING = 'thinking-binding-controls-2026-08-01'
export const THINKING_UPDATES = 'thinking-display-updates-2026-08-18'
export const MESSAGE_CONFIG = 'mid-conversation-output-config-2026-07-01'
export const TOOL_CHANGES = 'mid-conversation-tool-changes-2026-07-01'
export const CLEAR_AT = 'mid-conversation-system-clear-at-2026-08-21'

/** About who is calling, not about the request. Unsupported everywhere on Bedrock, or worth nothing there. */
const NEVER_SENT: ReadonlySet<string> = new Set(['oauth-2025-04-20', 'claude-code-20250219'])

/** Betas that bedrock-runtime takes, with the models that do. All others are left out. */
export const ACCEPTED_BETAS: ReadonlyMap<string, ModelTest> = new Map([
  [COMPACTION, since(4, 6)],
  [COMPACTION_2026_09, since(4, 6)],
  ['computer-use-2025-01-24', since(3, 7)],
  ['computer-use-2025-11-24', since(4, 5)],
  ['context-1m-2025-08-07', since(4, 0)],
  [CONTEXT_MANAGEMENT, KNOWS_CONTEXT_MANAGEMENT],
  ['dangerous-tool-use-2026-09-03', since(5, 0)],
  [EFFORT, takesEffort],
  ['fine-grained-tool-streaming-2025-05-14', since(4, 0)],
  ['interleaved-thinking-2025-05-14', onClaude4],
  [MESSAGE_CONFIG, since(5, 0)],
  [TOOL_CHANGES, since(5, 0)],
  [BLOCK_BINDING, since(5, 1)],
  [THINKING_UPDATES, since(5, 0)],
  // Only when a client asks for it by this name: whether a model takes it is less sure than of the others.
  [TOOL_EXAMPLES, since(4, 5)],
  [TOOL_SEARCH, KNOWS_TOOL_SEARCH],
])

/** What bedrock-mantle takes besides, of any date. */
export const MANTLE_BETAS: readonly string[] = [
  'interleaved-thinking-2025-05-14',
  'output-128k-*',
  'per-turn-control-*',
  'structured-outputs-*',
  'token-efficient-tools-*',
  TOOL_EXAMPLES,
  'web-search-2025-03-05',
]
const MANTLE_PATTERNS = MANTLE_BETAS.map(
  (name) => new RegExp(`^${name.replace('*', String.raw`\d{4}-\d\d-\d\d`)}$`),
)

/** The same feature under the name Bedrock knows. */
const RENAMED_BETAS: ReadonlyMap<string, string> = new Map([['advanced-tool-use-2025-11-20', TOOL_SEARCH]])

export type BetaFate =
  { readonly kind: 'sent'; readonly name: string } | { readonly kind: 'unknown' | 'model' }

/** What becomes of a beta on a surface. For a model the gateway cannot name, every accepted one goes. */
export function fateOfBeta(
  asked: string,
  surface: Surface,
  isTaken: (models: ModelTest) => boolean,
): BetaFate {
  const name = RENAMED_BETAS.get(asked) ?? asked
  if (NEVER_SENT.has(name)) return { kind: 'unknown' }
  const isMantleOnly = surface === 'mantle' && MANTLE_PATTERNS.some((pattern) => pattern.test(name))
  const models = isMantleOnly ? EVERY_MODEL : ACCEPTED_BETAS.get(name)
  if (!models) return { kind: 'unknown' }
  return isTaken(models) ? { kind: 'sent', name } : { kind: 'model' }
}
