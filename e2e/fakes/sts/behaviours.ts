// What the stand-in for STS can be told to do with an AssumeRole request that is valid.

export interface RoleAnswer {
  readonly kind: 'answer'
  /** Shorter or longer than what the caller asked for; also the true life of the key. */
  readonly expiresInSeconds?: number
  readonly delayMs?: number
}

interface ErrorBehaviour {
  readonly kind: 'error'
  readonly status: number
  /** `Code` in the XML, e.g. `Throttling`. */
  readonly code: string
  readonly message?: string
}

export type StsBehaviour =
  | RoleAnswer
  | ErrorBehaviour
  /** Status 403: the caller may not assume this role. */
  | { readonly kind: 'access_denied' }
  /** Status 403: the caller's own temporary key has ended. */
  | { readonly kind: 'expired_token' }
  /** A page of the network edge; default status 503. */
  | { readonly kind: 'html'; readonly status?: number }
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
