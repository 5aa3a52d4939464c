// Credentials for automation: they act with a role, for a while.
import { z } from 'zod'
import { idSchema, inputTimeSchema, nameSchema, pageInputSchema, pageOf, timeSchema } from './primitives.ts'

/** `hga_` and 256 random bits as 43 base64url characters. */
export const API_TOKEN_PREFIX = 'hga_'

/** Never owner: automation does not decide who may do what. */
export const apiTokenRoleSchema = z.enum(['admin', 'viewer'])

export const createApiTokenSchema = z.strictObject({
  name: nameSchema,
  role: apiTokenRoleSchema,
  /** A year from now at most. */
  expiresAt: inputTimeSchema,
})
export type CreateApiToken = z.infer<typeof createApiTokenSchema>

export const apiTokenViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  role: apiTokenRoleSchema,
  prefix: z.string(),
  last4: z.string(),
  createdBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  revokedAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
})
export type ApiTokenView = z.infer<typeof apiTokenViewSchema>

/** `token` is the only place it ever appears. */
export const createdApiTokenSchema = apiTokenViewSchema.extend({ token: z.string() })
export type CreatedApiToken = z.infer<typeof createdApiTokenSchema>

export const listApiTokensSchema = pageInputSchema.default({ limit: 50 })
export const apiTokenPageSchema = pageOf(apiTokenViewSchema)
