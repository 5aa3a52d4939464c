// Whether a secret looks like the login of a Claude subscription, which calls for a notice before it is stored.

/** What `claude setup-token` and the sign-in of Claude Code ask for, and a Console sign-in does not. */
const SUBSCRIPTION_SCOPE = 'user:sessions:claude_code'
const ACCESS_TOKEN_PREFIX = 'sk-ant-oat'

/** Console sign-in gives tokens for hours; `claude setup-token` gives them for a year. */
const LONG_MS = 60 * 24 * 60 * 60_000

export function isSubscriptionScope(scopes: readonly string[]): boolean {
  return scopes.includes(SUBSCRIPTION_SCOPE)
}

/** An access token in the place of an API key. */
export function isAccessToken(secret: string): boolean {
  return secret.startsWith(ACCESS_TOKEN_PREFIX)
}

export function looksLikeSubscription(
  tokens: { readonly accessToken: string; readonly expiresAt: Date; readonly scopes: readonly string[] },
  now: Date,
): boolean {
  if (isSubscriptionScope(tokens.scopes)) return true
  return isAccessToken(tokens.accessToken) && tokens.expiresAt.getTime() - now.getTime() > LONG_MS
}
