// The two providers with all that calls them needs: messages, their other paths, and what would become of a call.
import { makeAwsSigner } from '../adapters/aws/aws-signer.ts'
import { ZLIB_CODINGS } from '../adapters/content-coding/zlib-codings.ts'
import { decodingTransport } from '../adapters/http-client/decoding-transport.ts'
import { DEFAULT_TRANSPORT_OPTIONS, makeUndiciTransport } from '../adapters/http-client/undici-transport.ts'
import { makeConnectGuard } from '../adapters/network/connect-guard.ts'
import type { AddressGuard } from '../adapters/network/endpoint-guard.ts'
import { makeAnthropicAdapter } from '../adapters/providers/anthropic/anthropic-adapter.ts'
import { makeExplainAnthropicCall } from '../adapters/providers/anthropic/explain-call.ts'
import { makeAnthropicPlainCalls } from '../adapters/providers/anthropic/plain-calls.ts'
import { makeBedrockAdapter } from '../adapters/providers/bedrock/bedrock-adapter.ts'
import { makeExplainBedrockCall } from '../adapters/providers/bedrock/explain-call.ts'
import { makeBedrockPaths } from '../adapters/providers/bedrock/native-paths/bedrock-paths.ts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../core/log.ts'
import type { CompatibilityCache } from '../core/models/compatibility-cache.ts'
import type { FreshSecret } from '../core/oauth/refresh/fresh-secret.ts'
import { withFreshSecret } from '../core/oauth/refresh/with-fresh-secret.ts'
import type { ModelOverride } from '../core/models/model-override.ts'

interface ProviderPorts {
  readonly config: Pick<Config, 'anthropicUrl' | 'bedrockUrls'>
  readonly publicUrl: string
  readonly endpointGuard: AddressGuard
  readonly overrides: () => readonly ModelOverride[]
  readonly compatibility: CompatibilityCache
  /** An access token that is good now, for every call with an OAuth credential. */
  readonly freshSecret: FreshSecret
  readonly log: Logger
  readonly now: () => Date
}

/** Silence on a translated stream after which a ping is due. */
const PING_AFTER_MS = 15_000

export function composeProviders(ports: ProviderPorts) {
  const { config, publicUrl, endpointGuard, overrides, compatibility, freshSecret, log, now } = ports
  const { runtime, mantle, control } = config.bedrockUrls
  const transport = decodingTransport(
    makeUndiciTransport(
      DEFAULT_TRANSPORT_OPTIONS,
      makeConnectGuard(endpointGuard, [config.anthropicUrl, runtime, mantle, control]),
    ),
    ZLIB_CODINGS,
  )
  const anthropic = { transport, log, defaultUrl: config.anthropicUrl, now }
  const bedrock = {
    transport,
    log,
    urls: config.bedrockUrls,
    signer: makeAwsSigner({ now, log }),
    overrides,
    now,
    silenceMs: PING_AFTER_MS,
  }
  const messages = makeAnthropicAdapter(anthropic)
  return {
    transport,
    adapters: {
      anthropic: { ...messages, ...withFreshSecret(messages, freshSecret) },
      bedrock: makeBedrockAdapter({ ...bedrock, compatibility }),
    },
    anthropicPaths: withFreshSecret(makeAnthropicPlainCalls({ ...anthropic, publicUrl }), freshSecret),
    bedrockPaths: makeBedrockPaths(bedrock),
    explainCalls: {
      anthropic: makeExplainAnthropicCall(anthropic),
      bedrock: makeExplainBedrockCall({ ...bedrock, compatibility }),
    },
  }
}
