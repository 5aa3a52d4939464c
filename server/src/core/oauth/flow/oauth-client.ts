// The OAuth client as which the gateway signs in.

export interface OAuthClient {
  readonly authorizeUrl: string
  /** Client id; null when sign-in and renewal are not available. */
  readonly clientId: string | null
  readonly scopes: readonly string[]
  readonly redirectUri: string
}

/** The port to randomness and SHA-256 for PKCE (RFC 7636). */
export interface Pkce {
  /** URL-safe characters. */
  random(chars: number): string
  /** SHA-256 in base64url. */
  challenge(verifier: string): string
}

export const NO_CLIENT_ID =
  'HEADGATE_OAUTH_CLIENT_ID is not set: the gateway cannot sign in to Anthropic, nor renew access tokens. ' +
  'Set it to the client id that was registered for you, or add an API key instead.'

export const VERIFIER_CHARS = 64
export const STATE_CHARS = 32

export interface AuthorizeRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string
  readonly challenge: string
}

export function authorizeUrl(base: string, request: AuthorizeRequest): string {
  const url = new URL(base)
  const parameters = {
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: request.scopes.join(' '),
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}
