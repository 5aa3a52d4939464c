// Maps a rejected refresh to what it means for the credential: the first row that applies.
import type { RenewableSecret } from './renewable.ts'
import type { TokenRejection } from '../tokens/token-endpoint.ts'

export type RejectionMeaning =
  /** The refresh token is of no more use: only a person can help. */
  | 'sign_in_again'
  /** Rule, service account, organization, workspace or the identity token do not fit: only a person can help. */
  | 'federation_rejected'
  /** The gateway is not set up as the endpoint wants it: tried again now and then. */
  | 'misconfigured'
  /** Passing: nothing is thrown away, tried again with growing pauses. */
  | 'transient'

const DEAD_TOKEN = new Set(['invalid_grant', 'invalid_token', 'authentication_error', 'token_expired'])
const DEAD_TOKEN_WORDS =
  /\brefresh[_ ]token\b.*\b(?:invalid|expired|revoked|not found|unknown|already used|reused)\b/i
const SETUP = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_request',
  'invalid_request_error',
  'invalid_scope',
  'oauth_request_parse_error',
])

export function rejectionMeaning(
  { status, code, reason }: TokenRejection,
  method: RenewableSecret['method'],
): RejectionMeaning {
  if (status === null || status < 400 || status >= 500 || status === 408 || status === 429) return 'transient'
  // A block at the network's edge says nothing about the token.
  if (code === null) return 'transient'
  switch (method) {
    case 'workload_identity':
      // Anthropic does not say which of the ids or claims is wrong.
      return 'federation_rejected'
    case 'oauth':
      return refreshTokenMeaning(code, reason)
  }
}

function refreshTokenMeaning(code: string, reason: string): RejectionMeaning {
  if (DEAD_TOKEN.has(code) || DEAD_TOKEN_WORDS.test(reason)) return 'sign_in_again'
  return SETUP.has(code) ? 'misconfigured' : 'transient'
}
