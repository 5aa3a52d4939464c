// The port that tells what would become of a call on a credential, without making it.
import type { Provider, Surface } from '@headgate/shared/providers'
import type { Credential } from '../credentials/credential.ts'
import type { GatewayError } from '../wire/anthropic-error.ts'
import type { UnsupportedParameter } from './compatibility-cache.ts'
import type { ModelOverride } from './model-override.ts'

export interface CallQuestion {
  /** As clients name it. */
  readonly model: string
  /** As in the header `anthropic-beta`. */
  readonly betas: readonly string[]
}

export interface CallExplanation {
  readonly surface: Surface | null
  /** Anthropic's canonical id; null when the gateway cannot name it. */
  readonly canonicalModel: string | null
  readonly override: ModelOverride | null
  readonly learned: readonly UnsupportedParameter[]
  readonly outcome: CallOutcome
}

export type CallOutcome =
  | { readonly kind: 'not_sent'; readonly error: GatewayError }
  | {
      readonly kind: 'sent'
      readonly upstreamModel: string
      readonly url: string
      readonly streamUrl: string
      /** One sentence each. */
      readonly changes: readonly string[]
      readonly betas: readonly string[]
    }

export type ExplainCall = (question: CallQuestion, credential: Credential) => CallExplanation
export type ExplainCalls = Readonly<Record<Provider, ExplainCall>>
