// The ids that mantle knows: bare ones only, of newer models.
import { claudeModels, type ClaudeModel } from '../claude-models.ts'
import { AwsRejection } from './aws-rejection.ts'

const onMantle = ({ id, version }: ClaudeModel) => version >= 4.7 || id.startsWith('claude-haiku-4-5')

/** Without the date, which the one dated model on mantle does not carry there. */
const mantleIds = new Map(
  claudeModels.filter(onMantle).map((model) => [`anthropic.${model.id.replace(/-\d{8}$/, '')}`, model]),
)

/** On mantle, but for few accounts. */
const gatedIds = new Set(
  ['mythos-5-2', 'mythos-5-1', 'mythos-5', 'mythos-preview'].map((name) => `anthropic.claude-${name}`),
)

export function resolveMantleModel(id: string): ClaudeModel {
  const model = mantleIds.get(id)
  if (model !== undefined) return model
  if (gatedIds.has(id)) {
    const message = "You don't have access to the model with the specified model ID."
    throw new AwsRejection({ status: 403, exception: 'AccessDeniedException', message })
  }
  const message = `The model '${id}' does not exist`
  throw new AwsRejection({ status: 404, exception: 'ResourceNotFoundException', message })
}
