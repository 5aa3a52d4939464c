// The port to the token endpoint: its grants, and what can come back.
import type { Federation } from '../../credentials/credential.ts'
import type { Secret } from '../../vault/secret.ts'

export interface TokenSet {
  readonly accessToken: Secret
  /** Null when the answer left it out: the one that was sent stays good. A federation has none. */
  readonly refreshToken: Secret | null
  readonly expiresInMs: number
  /** Null when the answer does not say: as asked. */
  readonly scopes: readonly string[] | null
}

export interface TokenRejection {
  /** Null when no answer arrived. */
  readonly status: number | null
  /** `error` of RFC 6749, or `error.type` of Anthropic's envelope. */
  readonly code: string | null
  /** For people: masked and short. */
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
  /** Why no grant of a client can be asked for, in words for the operator; null when it can. */
  unavailable(): string | null
  /** None of these rejects for what the network or the endpoint does. */
  exchange(grant: CodeGrant): Promise<TokenResponse>
  refresh(refreshToken: Secret): Promise<TokenResponse>
  /** Exchanges the machine's identity token (RFC 7523); needs no client. */
  federate(federation: Federation, identityToken: Secret): Promise<TokenResponse>
}
