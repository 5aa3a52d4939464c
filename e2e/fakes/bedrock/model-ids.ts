// Which model a path segment names: a bare id, an inference profile id, or an ARN.
import { claudeModels, type ClaudeModel } from '../claude-models.ts'
import { invalid } from './aws-rejection.ts'

const baseIds = new Map(claudeModels.map((model) => [model.bedrockId, model]))
const profileIds = new Map(
  claudeModels.flatMap((model) => model.profiles.map((geo) => [`${geo}.${model.bedrockId}`, model])),
)

const arnPattern =
  /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d*:(foundation-model|inference-profile|[a-z-]+)\/([^/]+)$/

/** An application profile or a provisioned model does not tell which model is behind it. */
const modelBehindOtherArns = 'anthropic.claude-sonnet-4-6'

/** An id or ARN of the test's own, with the Anthropic id or the Bedrock base id of the model behind it. */
export interface NamedModel {
  readonly id: string
  readonly model: string
}

/** Without a named model, a bare string is read for a Bedrock base id inside it. */
export type ModelId = string | NamedModel

/** @param moreIds accepted besides the known ones. */
export function resolveModel(id: string, moreIds: readonly ModelId[] = []): ClaudeModel {
  const named = namedModels(moreIds).find((more) => more.id === id)
  if (named !== undefined) return modelBehind(named)
  const arn = arnPattern.exec(id)
  if (arn?.[1] !== undefined && !['foundation-model', 'inference-profile'].includes(arn[1])) {
    return known(baseIds.get(modelBehindOtherArns))
  }
  const name = arn?.[2] ?? id
  const bare = baseIds.get(name)
  if (moreIds.includes(name) || moreIds.includes(id)) {
    return known(claudeModels.find(({ bedrockId }) => name.includes(bedrockId)) ?? claudeModels.at(0))
  }
  if (bare !== undefined && !bare.onDemand && arn === null) {
    // The apostrophe is the typographic one, as the service writes it.
    throw invalid(
      `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ` +
        'ID or ARN of an inference profile that contains this model.',
    )
  }
  return known(bare ?? profileIds.get(name))
}

export function namedModels(moreIds: readonly ModelId[] = []): NamedModel[] {
  return moreIds.filter((more) => typeof more !== 'string')
}

export function modelBehind({ model }: NamedModel): ClaudeModel {
  return known(claudeModels.find(({ id, bedrockId }) => id === model || bedrockId === model))
}

function known(model: ClaudeModel | undefined): ClaudeModel {
  if (model === undefined) throw invalid('The provided model identifier is invalid.')
  return model
}

export function decodeModelId(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw invalid('The provided model identifier is invalid.')
  }
}
