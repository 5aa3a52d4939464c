// What the gateway authenticates with upstream. A credential never carries its secret; the two meet in a candidate.
import type { Geography, Surface } from '@headgate/shared/providers'

interface CredentialBase {
  readonly id: string
  readonly accountId: string
  readonly name: string
  /** Replaces the provider's default host; null for the default. */
  readonly endpointUrl: string | null
  readonly enabled: boolean
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface AnthropicApiKeyCredential extends CredentialBase {
  readonly provider: 'anthropic'
  readonly method: 'api_key'
  readonly keyPreview: string | null
}

export interface AnthropicOAuthCredential extends CredentialBase {
  readonly provider: 'anthropic'
  readonly method: 'oauth'
  readonly expiresAt: Date
  readonly scopes: readonly string[]
  readonly lastRefreshAt: Date | null
  /** Taken over from an older database where it was marked as a subscription login: it has no price per token. */
  readonly subscription: boolean
}

export interface BedrockApiKeyCredential extends CredentialBase {
  readonly provider: 'bedrock'
  readonly method: 'api_key'
  readonly keyPreview: string | null
  readonly region: string
  readonly surface: Surface
  readonly geography: Geography
  /** Known for short-term keys, which carry it. */
  readonly expiresAt: Date | null
}

export type AnthropicCredential = AnthropicApiKeyCredential | AnthropicOAuthCredential
export type BedrockCredential = BedrockApiKeyCredential
export type Credential = AnthropicCredential | BedrockCredential

/** Plain secrets of one credential, in memory only. */
export type CredentialSecret =
  | { readonly method: 'api_key'; readonly apiKey: Secret }
  | { readonly method: 'oauth'; readonly accessToken: Secret; readonly refreshToken: Secret }

/** A secret that neither JSON, string templates nor loggers can print by accident. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }
}
