// Serves Messages calls on Bedrock: the body translated for the credential's surface, the answer in Anthropic's form again.
import type { BedrockCredential } from '../../../core/credentials/credential.ts'
import { findOverride, type ModelOverride } from '../../../core/models/model-override.ts'
import { resolutionError, resolveBedrockModel } from '../../../core/models/resolve-bedrock-model.ts'
import {
  MAX_BODY_BYTES,
  type AttemptResult,
  type Candidate,
  type MessagesCall,
  type ProviderAdapter,
} from '../../../core/upstream/provider.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { withFreshIdentity } from './authorize.ts'
import type { BedrockCall } from './bedrock-call.ts'
import { bedrockCredential } from './bedrock-credential.ts'
import { countingRoutes } from './counting/counting-routes.ts'
import { countTokens } from './counting/count-tokens.ts'
import { AttemptFailed } from './errors/attempt-failed.ts'
import { serveMessages, type ServeDeps } from './serve-messages.ts'

export interface BedrockAdapterDeps extends ServeDeps {
  readonly overrides: () => readonly ModelOverride[]
}

export function makeBedrockAdapter(deps: BedrockAdapterDeps): ProviderAdapter {
  const resolve = (requested: string, credential: BedrockCredential) => {
    const override = findOverride(deps.overrides(), requested, credential.id)
    return { override, resolved: resolveBedrockModel(requested, credential, override) }
  }

  function prepared(call: MessagesCall, candidate: Candidate, signal: AbortSignal): BedrockCall {
    const credential = bedrockCredential(candidate)
    const { override, resolved } = resolve(call.view.model, credential)
    if (!resolved.ok) throw resolutionError(resolved)
    if (Math.max(call.body.length, call.plainBody.length) > MAX_BODY_BYTES.bedrock) {
      throw new GatewayError('request_too_large', 'The request exceeds 20 MB, the limit on Bedrock.')
    }
    const { upstreamModel, model } = resolved
    return { call, candidate, credential, upstreamModel, model, override, signal }
  }

  async function attemptOnce(call: MessagesCall, candidate: Candidate, signal: AbortSignal) {
    try {
      const served = prepared(call, candidate, signal)
      return await (call.operation === 'count_tokens' ? countTokens : serveMessages)(deps, served)
    } catch (error) {
      if (error instanceof GatewayError) return { kind: 'not_sent', error } as const
      if (error instanceof AttemptFailed) return { kind: 'failure', failure: error.failure } as const
      throw error
    }
  }

  return {
    provider: 'bedrock',

    target({ operation, view }, candidate) {
      const credential = bedrockCredential(candidate)
      const { resolved } = resolve(view.model, credential)
      if (!resolved.ok) return { upstreamModel: null, model: null }
      const { upstreamModel, model } = resolved
      if (operation === 'messages') return { upstreamModel, model }
      const [route] = countingRoutes(deps.urls, credential, resolved)
      return { upstreamModel: route?.modelId ?? null, model }
    },

    attempt: (call, candidate, signal): Promise<AttemptResult> =>
      withFreshIdentity(deps, candidate, () => attemptOnce(call, candidate, signal)),
  }
}
