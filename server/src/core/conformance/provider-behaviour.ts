// What a client sees of each provider that the checks judge differently.
import type { Provider } from '@headgate/shared/providers'

export interface ProviderBehaviour {
  /** Unknown fields and betas: passed on for the upstream to judge, or left out by the gateway. */
  readonly unknownParameters: 'passed_on' | 'left_out'
  /** The gateway answers `/v1/models` from its catalogue. */
  readonly modelsFromCatalogue: boolean
  /** Some models have no token count. */
  readonly mayLackTokenCount: boolean
  /** Some models reject messages of the role `system`, which the gateway does not move. */
  readonly mayRejectSystemMessages: boolean
  /** Every model takes the lifetime of a cache entry. */
  readonly alwaysTakesCacheLifetime: boolean
  readonly sendsPings: boolean
  readonly hasBedrockPaths: boolean
}

export const PROVIDER_BEHAVIOUR: Readonly<Record<Provider, ProviderBehaviour>> = {
  anthropic: {
    unknownParameters: 'passed_on',
    modelsFromCatalogue: false,
    mayLackTokenCount: false,
    mayRejectSystemMessages: true,
    alwaysTakesCacheLifetime: true,
    sendsPings: true,
    hasBedrockPaths: false,
  },
  bedrock: {
    unknownParameters: 'left_out',
    modelsFromCatalogue: true,
    mayLackTokenCount: true,
    mayRejectSystemMessages: false,
    alwaysTakesCacheLifetime: false,
    sendsPings: false,
    hasBedrockPaths: true,
  },
}
