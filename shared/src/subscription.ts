// Whether a secret looks like the login of a Claude subscription, and what must be said before such a one is stored.

/**
 * Shown before the secret of a subscription is stored. Source: Anthropic's legal and compliance page of Claude Code
 * (code.claude.com/docs/en/legal-and-compliance), as of August 2026.
 */
export const SUBSCRIPTION_NOTICE =
  'This looks like the token of a Claude subscription (for example from `claude setup-token`). Anthropic intends those for ' +
  'ordinary use of Claude Code and its own applications, does not permit others to route requests through Free, Pro or Max ' +
  'plans on behalf of their users, and may act on it without notice. Use a Console API key, a Console sign-in or a cloud ' +
  'provider instead, unless your agreement with Anthropic allows this use.'

/** What `claude setup-token` and the sign-in of Claude Code ask for, and a Console sign-in does not. */
const SUBSCRIPTION_SCOPE = 'user:sessions:claude_code'
const ACCESS_TOKEN_PREFIX = 'sk-ant-oat'

/** Console sign-in gives tokens for hours; `claude setup-token` gives them for a year. */
const LONG_MS = 60 * 24 * 60 * 60_000

export function isSubscriptionScope(scopes: readonly string[]): boolean {
  return scopes.includes(SUBSCRIPTION_SCOPE)
}

/** Also one in the place of an API key. Access tokens of Console sign-ins have the same form. */
export function isAccessToken(secret: string): boolean {
  return secret.startsWith(ACCESS_TOKEN_PREFIX)
}

export interface GrantMarks {
  /** Absent where only the view of a credential is known. */
  readonly accessToken?: string
  readonly expiresAt: Date
  readonly scopes: readonly string[]
}

/** Whether what was granted has the marks of a subscription. */
export function looksLikeSubscription({ accessToken, expiresAt, scopes }: GrantMarks, now: Date): boolean {
  if (isSubscriptionScope(scopes)) return true
  if (accessToken !== undefined && !isAccessToken(accessToken)) return false
  return expiresAt.getTime() - now.getTime() > LONG_MS
}
