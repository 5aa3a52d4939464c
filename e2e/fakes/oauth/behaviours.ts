// What the OAuth stand-in can be told to do with a token request that is valid.

export interface GrantAnswer {
  readonly kind: 'answer'
  readonly expiresInSeconds?: number
  readonly scope?: string
  /** Refresh grants only: answers without a refresh token, and the one that was sent stays good. */
  readonly omitRefreshToken?: boolean
  /** A slow answer. The grant is used up when the request arrives, not when the answer leaves. */
  readonly delayMs?: number
}

interface ErrorBehaviour {
  readonly kind: 'error'
  readonly status: number
  readonly error?: string
  readonly description?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent instead of the JSON of RFC 6749, as the network edge does. */
  readonly raw?: { readonly body: string; readonly contentType: string }
  readonly delayMs?: number
}

export type OAuthBehaviour =
  | GrantAnswer
  | ErrorBehaviour
  /** Status 400, as for a refresh token that was used or revoked. */
  | { readonly kind: 'invalid_grant' }
  /** Status 401 in the envelope of the API, as for any federation that does not fit. */
  | { readonly kind: 'deny' }
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
