// The port to the token endpoint: its grants, and what can come back.
import type { Federation } from '../../credentials/credential.ts'
import type { Secret } from '../../vault/secret.ts'

export interface TokenSet {
  readonly accessToken: Secret
  /** New refresh token; null when the answer has none and the old one stays good. A federation has none. */
  readonly refreshToken: Secret | null
  readonly expiresInMs: number
  /** Scopes; null when the answer does not say, which means as asked. */
  readonly scopes: readonly string[] | null
}

export interface TokenRejection {
  /** HTTP status; null when no answer arrived. */
  readonly status: number | null
  /** `error` of RFC 6749, or `error.type` of Anthropic's envelope. */
  readonly code: string | null
  /** Words for people, masked and short. */
  readonly reason: string
  readonly retryAfterMs: number | null
}

export type TokenResponse =
  | { readonly kind: 'granted'; readonly tokens: TokenSet }
  | { readonly kind: 'rejected'; readonly rejection: TokenRejection }

export interface CodeGrant {
  readonly code: string
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
}

export interface TokenEndpoint {
  /** Says to the operator why no grant of a client can be asked for; null when it can. */
  unavailable(): string | null
  /** None of these rejects for what the network or the endpoint does. */
  exchange(grant: CodeGrant): Promise<TokenResponse>
  refresh(refreshToken: Secret): Promise<TokenResponse>
  /** Exchanges the machine's identity token (RFC 7523); needs no client. */
  federate(federation: Federation, identityToken: Secret): Promise<TokenResponse>
}
