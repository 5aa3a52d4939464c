// What would become of a call on an Anthropic credential: next to nothing.
import type { Credential } from '../../../core/credentials/credential.ts'
import type { ExplainCall } from '../../../core/models/explain-call.ts'
import { parseModelId } from '../../../core/models/parse-model-id.ts'
import { PATH } from './anthropic-adapter.ts'
import { OAUTH_BETA } from './request-headers.ts'
import { baseUrl, type AnthropicDeps } from './send-call.ts'

export function makeExplainAnthropicCall(deps: Pick<AnthropicDeps, 'defaultUrl'>): ExplainCall {
  return ({ model, betas }, credential) => {
    const parsed = parseModelId(model)
    const url = `${baseUrl(deps, { credential })}${PATH.messages}`
    return {
      surface: null,
      canonicalModel: 'model' in parsed ? (parsed.model?.id ?? null) : null,
      override: null,
      learned: [],
      outcome: { kind: 'sent', upstreamModel: model, url, streamUrl: url, ...betasOn(credential, betas) },
    }
  }
}

/** Required with an OAuth bearer; an API key is refused when it is present. */
function betasOn({ method }: Credential, asked: readonly string[]) {
  const others = asked.filter((beta) => beta !== OAUTH_BETA)
  const isAsked = others.length < asked.length
  if (method === 'oauth') {
    const changes = isAsked ? [] : [`The beta \`${OAUTH_BETA}\` is added: Anthropic asks for it with OAuth.`]
    return { betas: isAsked ? asked : [...asked, OAUTH_BETA], changes }
  }
  const changes = isAsked
    ? [`The beta \`${OAUTH_BETA}\` is left out: Anthropic refuses API keys with it.`]
    : []
  return { betas: others, changes }
}
