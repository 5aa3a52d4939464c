// Credentials, which the gateway uses upstream. A credential never carries its secret: the two meet in a candidate.
import type { Geography, Surface } from '@headgate/shared/providers'
import type { Secret } from '../vault/secret.ts'

export interface CredentialBase {
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

/** Which service account Anthropic takes the gateway's own identity token for, and in which workspace. */
export interface Federation {
  readonly federationRuleId: string
  readonly organizationId: string
  readonly serviceAccountId: string
  readonly workspaceId: string
}

/** The gateway's identity token is exchanged for access tokens: there is no secret of its own. */
export interface AnthropicWorkloadCredential extends CredentialBase, Federation {
  readonly provider: 'anthropic'
  readonly method: 'workload_identity'
  /** Expiry of the access token; null before the first exchange. */
  readonly expiresAt: Date | null
  readonly scopes: readonly string[]
  readonly lastRefreshAt: Date | null
}

interface BedrockBase extends CredentialBase {
  readonly provider: 'bedrock'
  readonly region: string
  readonly surface: Surface
  readonly geography: Geography
}

export interface BedrockApiKeyCredential extends BedrockBase {
  readonly method: 'api_key'
  readonly keyPreview: string | null
  /** Read from a short-term key, or entered for a long-term one. */
  readonly expiresAt: Date | null
}

/** Requests are signed: with given keys, or with the identity of the machine; a role is assumed by that identity. */
export interface BedrockIamCredential extends BedrockBase {
  readonly method: 'iam'
  /** Access key id; null for the AWS default chain. */
  readonly accessKeyId: string | null
  readonly roleArn: string | null
  readonly externalId: string | null
}

export type AnthropicCredential =
  AnthropicApiKeyCredential | AnthropicOAuthCredential | AnthropicWorkloadCredential
export type BedrockCredential = BedrockApiKeyCredential | BedrockIamCredential
export type Credential = AnthropicCredential | BedrockCredential

/** Plain secrets of one credential, in memory only. */
export type CredentialSecret =
  | { readonly method: 'api_key'; readonly apiKey: Secret }
  | { readonly method: 'oauth'; readonly accessToken: Secret; readonly refreshToken: Secret }
  /** `accessToken: null` before the first exchange. */
  | { readonly method: 'workload_identity'; readonly accessToken: Secret | null }
  | IamSecret

/** `secretAccessKey: null` for the AWS default chain. */
export interface IamSecret {
  readonly method: 'iam'
  readonly secretAccessKey: Secret | null
  readonly sessionToken: Secret | null
}
