// Bedrock's own InvokeModel behind a project key, passed on as it is.
import { jsonObject } from '../../wire/json-object.ts'
import { notOffered, pass, type Check } from '../check.ts'
import { userSays } from '../client-request.ts'
import { demandCount, describeRejection, readMessage } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

export const bedrockPath: Check = {
  name: 'bedrock_path',
  plan({ provider, modelName, upstreamModel }) {
    if (!PROVIDER_BEHAVIOUR[provider].hasBedrockPaths) return notOffered('Bedrock credentials only')
    // Bare ids are mantle's; these paths are the runtime's, for which the gateway finds a profile by the name.
    const isBare = upstreamModel?.startsWith('anthropic.') ?? true
    const modelId = isBare ? modelName : upstreamModel!
    const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages: userSays('ping') }
    return [
      {
        request: () => ({
          method: 'POST',
          path: `/model/${encodeURIComponent(modelId)}/invoke`,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(body),
        }),
        judge(seen) {
          if (isBare && seen.status === 404) return notOffered(describeRejection(seen))
          const usage = jsonObject(readMessage(seen).usage)
          const input = demandCount(usage, 'input_tokens')
          return pass(`InvokeModel of ${modelId}, ${input} input tokens`)
        },
      },
    ]
  },
}
