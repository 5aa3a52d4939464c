// Which betas a model takes, on which surface.
import type { ClaudeModel } from '../claude-models.ts'
import { invalid } from './aws-rejection.ts'

export type Surface = 'invoke' | 'messages' | 'mantle'

const everyModel = () => true
export const knowsEffort = ({ id, version }: ClaudeModel) =>
  version >= 4.6 || id.startsWith('claude-opus-4-5')

/** With the models that take them. */
const acceptedBetas: ReadonlyMap<unknown, (model: ClaudeModel) => boolean> = new Map([
  ['compact-2026-01-12', everyModel],
  ['computer-use-2025-01-24', everyModel],
  ['computer-use-2025-11-24', everyModel],
  ['context-1m-2025-08-07', everyModel],
  ['context-management-2025-06-27', everyModel],
  ['dangerous-tool-use-2026-09-03', everyModel],
  ['effort-2025-11-24', knowsEffort],
  ['fine-grained-tool-streaming-2025-05-14', everyModel],
  ['interleaved-thinking-2025-05-14', ({ version }) => version >= 4 && version < 5],
  ['mid-conversation-output-config-2026-07-01', everyModel],
  ['mid-conversation-tool-changes-2026-07-01', everyModel],
  ['thinking-binding-controls-2026-08-01', ({ version }) => version > 4.5],
  ['thinking-display-updates-2026-08-18', everyModel],
  ['tool-examples-2025-10-29', everyModel],
  ['tool-search-tool-2025-10-19', ({ version }) => version >= 4.5],
])

/** What mantle takes besides. */
const mantleBetas = [
  /^claude-code-20250219$/,
  /^interleaved-thinking-2025-05-14$/,
  /^web-search-2025-03-05$/,
  /^(output-128k|structured-outputs|token-efficient-tools|per-turn-control)-\d{4}-\d\d-\d\d$/,
]

/** One unknown beta fails the whole request. */
export function acceptBetas(
  betas: readonly unknown[],
  model: ClaudeModel,
  surface: Surface,
): ReadonlySet<string> {
  const rejected = betas.some((beta) => {
    const more = surface === 'mantle' && mantleBetas.some((pattern) => pattern.test(String(beta)))
    return !more && !acceptedBetas.get(beta)?.(model)
  })
  if (rejected) throw invalid('invalid beta flag')
  return new Set(betas.map(String))
}
