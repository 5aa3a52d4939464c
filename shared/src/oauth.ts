// Signing in to Anthropic for an OAuth credential: what begins it, what completes it, and what must be said beforehand.
import { z } from 'zod'
import { idSchema, nameSchema, slugSchema, textSchema, timeSchema } from './primitives.ts'
import { endpointUrlSchema } from './credentials.ts'

/** Port of the machine that asks, on which the browser ends up at `/callback`. Left out, the configured redirect URI is used. */
const redirectSchema = { loopbackPort: z.int().min(1).max(65_535).optional() }

export const beginNewOAuthSchema = z.strictObject({
  accountId: slugSchema,
  name: nameSchema,
  endpointUrl: endpointUrlSchema.optional(),
  ...redirectSchema,
})

/** A sign-in for a new credential, or with `id` again for a stored one. */
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
