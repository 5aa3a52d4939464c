// Signing in to Anthropic for an OAuth credential: what begins it, what completes it, and what must be said beforehand.
import { z } from 'zod'
import { idSchema, nameSchema, slugSchema, textSchema, timeSchema } from './primitives.ts'
import { endpointUrlSchema } from './credentials.ts'

/**
 * Shown before the secret of a subscription is stored. Source: Anthropic's legal and compliance page of Claude Code
 * (code.claude.com/docs/en/legal-and-compliance), as of August 2026.
 */
export const SUBSCRIPTION_NOTICE =
  'This looks like the token of a Claude subscription (for example from `claude setup-token`). Anthropic intends those for ' +
  'ordinary use of Claude Code and its own applications, does not permit others to route requests through Free, Pro or Max ' +
  'plans on behalf of their users, and may act on it without notice. Use a Console API key, a Console sign-in or a cloud ' +
  'provider instead, unless your agreement with Anthropic allows this use.'

/** Of the logins of Claude Code, which Console sign-ins do not ask for. */
export const SUBSCRIPTION_SCOPE = 'user:sessions:claude_code'
/** Console sign-in gives tokens for hours; `claude setup-token` gives them for a year. */
const LONG_MS = 60 * 24 * 60 * 60_000

/** Whether what was granted has the marks of a subscription. */
export function looksLikeSubscription(
  { scopes, expiresAt }: { readonly scopes: readonly string[]; readonly expiresAt: Date },
  now: Date,
): boolean {
  return scopes.includes(SUBSCRIPTION_SCOPE) || expiresAt.getTime() - now.getTime() > LONG_MS
}

/** Where the browser ends up: on this port of the machine that asks (`/callback`), or else where the gateway is configured. */
const redirectSchema = { loopbackPort: z.int().min(1).max(65_535).optional() }

export const beginNewOAuthSchema = z.strictObject({
  accountId: slugSchema,
  name: nameSchema,
  endpointUrl: endpointUrlSchema.optional(),
  ...redirectSchema,
})

/** For a new credential, or with `id` to sign in again in place. */
export const beginOAuthSchema = z.union([
  z.strictObject({ id: idSchema, ...redirectSchema }),
  beginNewOAuthSchema,
])
export type BeginOAuth = z.infer<typeof beginOAuthSchema>

export const begunOAuthSchema = z.object({
  flowId: idSchema,
  /** To be opened in a browser. */
  authorizeUrl: z.string(),
  redirectUri: z.string(),
  /**
   * How code and state come back: to a route of this gateway, to the loopback port that was named, or by hand from a
   * page that shows `code#state`.
   */
  completion: z.enum(['callback', 'loopback', 'paste']),
  expiresAt: timeSchema,
})
export type BegunOAuth = z.infer<typeof begunOAuthSchema>

/** Code and state, or in `code` alone what was pasted: `code#state`, or the whole address the browser ended up at. */
export const completeOAuthSchema = z.strictObject({
  flowId: idSchema,
  code: textSchema.trim().min(1).max(8192),
  state: textSchema.trim().min(1).max(1024).optional(),
})
export type CompleteOAuth = z.infer<typeof completeOAuthSchema>
