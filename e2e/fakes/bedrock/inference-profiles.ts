// The control plane's list of inference profiles: those of the system, and the test's own.
import { claudeModels, type ClaudeModel } from '../claude-models.ts'
import { AwsRejection, invalid } from './aws-rejection.ts'
import { modelBehind, namedModels, type ModelId } from './model-ids.ts'

const account = '111122223333'
const regionsByGeography: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  'us-gov': ['us-gov-west-1', 'us-gov-east-1'],
  eu: ['eu-central-1', 'eu-north-1', 'eu-west-1'],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
  apac: ['ap-northeast-1', 'ap-south-1', 'ap-southeast-1'],
  global: ['', 'us-east-1'],
}

function profile(
  id: string,
  arn: string,
  type: 'SYSTEM_DEFINED' | 'APPLICATION',
  modelArns: readonly string[],
) {
  return {
    createdAt: '2026-01-01T00:00:00Z',
    description: `Routes requests to ${modelArns.length} regions.`,
    inferenceProfileArn: arn,
    inferenceProfileId: id,
    inferenceProfileName: id,
    models: modelArns.map((modelArn) => ({ modelArn })),
    status: 'ACTIVE',
    type,
    updatedAt: '2026-01-01T00:00:00Z',
  }
}

type Profile = ReturnType<typeof profile>

const modelArn = (region: string, { bedrockId }: ClaudeModel) =>
  `arn:aws:bedrock:${region}::foundation-model/${bedrockId}`

const systemProfiles = claudeModels.flatMap((model) =>
  model.profiles.map((geography) => {
    const id = `${geography}.${model.bedrockId}`
    const models = (regionsByGeography[geography] ?? []).map((region) => modelArn(region, model))
    const arn = `arn:aws:bedrock:us-east-1:${account}:inference-profile/${id}`
    return profile(id, arn, 'SYSTEM_DEFINED', models)
  }),
)

function applicationProfiles(modelIds: readonly ModelId[] | undefined): Profile[] {
  return namedModels(modelIds).map((named) => {
    const id = named.id.split('/').at(-1) ?? named.id
    const arn = named.id.startsWith('arn:')
      ? named.id
      : `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/${id}`
    return profile(id, arn, 'APPLICATION', [modelArn('us-east-1', modelBehind(named))])
  })
}

/** The next page starts behind the profile that `nextToken` names. */
export function listProfiles(query: URLSearchParams, modelIds: readonly ModelId[] | undefined) {
  const type = query.get('type')
  const maxResults = Number(query.get('maxResults') ?? 1000)
  if (!(Number.isInteger(maxResults) && maxResults >= 1 && maxResults <= 1000)) {
    throw invalid(
      `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy constraint`,
    )
  }
  const all = [...systemProfiles, ...applicationProfiles(modelIds)].filter(
    (item) => type === null || item.type === type,
  )
  const start = all.findIndex((item) => item.inferenceProfileId === query.get('nextToken')) + 1
  const page = all.slice(start, start + maxResults)
  const more = start + maxResults < all.length
  return {
    inferenceProfileSummaries: page,
    ...(more && { nextToken: page.at(-1)?.inferenceProfileId }),
  }
}

export function getProfile(idOrArn: string, modelIds: readonly ModelId[] | undefined): Profile {
  const found = [...systemProfiles, ...applicationProfiles(modelIds)].find(
    (item) => item.inferenceProfileId === idOrArn || item.inferenceProfileArn === idOrArn,
  )
  if (found !== undefined) return found
  const message = `Could not resolve the inference profile from the provided model identifier ${idOrArn}.`
  throw new AwsRejection({ status: 404, exception: 'ResourceNotFoundException', message })
}
