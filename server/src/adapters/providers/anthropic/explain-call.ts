// What would become of a call on an Anthropic credential: next to nothing.
import type { Credential } from '../../../core/credentials/credential.ts'
import type { ExplainCall } from '../../../core/models/explain-call.ts'
import { modelNamed } from '../../../core/models/parse-model-id.ts'
import { headerList } from '../../../core/upstream/raw-headers.ts'
import { PATH } from './anthropic-adapter.ts'
import { OAUTH_BETA, withBeta, withoutBeta } from './request-headers.ts'
import { baseUrl, type AnthropicDeps } from './send-call.ts'

export function makeExplainAnthropicCall(deps: Pick<AnthropicDeps, 'defaultUrl'>): ExplainCall {
  return ({ model, betas }, credential) => {
    const url = `${baseUrl(deps, { credential })}${PATH.messages}`
    return {
      surface: null,
      canonicalModel: modelNamed(model)?.id ?? null,
      override: null,
      learned: [],
      outcome: { kind: 'sent', upstreamModel: model, url, streamUrl: url, ...betasOn(credential, betas) },
    }
  }
}

function betasOn({ method }: Credential, asked: readonly string[]) {
  const isAsked = asked.includes(OAUTH_BETA)
  const headers = asked.length === 0 ? [] : ['anthropic-beta', asked.join(',')]
  switch (method) {
    case 'oauth':
    case 'workload_identity': {
      const added = `The beta \`${OAUTH_BETA}\` is added: Anthropic asks for it with OAuth.`
      return {
        betas: headerList(withBeta(headers, OAUTH_BETA), 'anthropic-beta'),
        changes: isAsked ? [] : [added],
      }
    }
    case 'api_key': {
      const left = `The beta \`${OAUTH_BETA}\` is left out: Anthropic rejects API keys with it.`
      return {
        betas: headerList(withoutBeta(headers, OAUTH_BETA), 'anthropic-beta'),
        changes: isAsked ? [left] : [],
      }
    }
    case 'iam':
      throw new TypeError('an AWS identity cannot call Anthropic')
  }
}
