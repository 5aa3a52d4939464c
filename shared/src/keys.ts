// Client keys: issued to callers, shown once, stored as a digest.
import { z } from 'zod'
import { idSchema, inputTimeSchema, nameSchema, pageInputSchema, pageOf, timeSchema } from './primitives.ts'

/** `hg_live_` and 256 random bits as 43 base64url characters. */
export const KEY_PREFIX = 'hg_live_'

/** What is shown of a key, so that people can tell which it is. */
export function shownPrefix(key: string): string {
  return key.slice(0, KEY_PREFIX.length + 4)
}

export const createKeySchema = z.strictObject({
  projectId: idSchema,
  name: nameSchema,
  /** Absent or null for a key that does not expire. */
  expiresAt: inputTimeSchema.nullish(),
})
export type CreateKey = z.infer<typeof createKeySchema>

/** `key` is the only place the plain key ever appears. */
export const createdKeySchema = z.object({
  id: idSchema,
  key: z.string(),
  prefix: z.string(),
  last4: z.string(),
})
export type CreatedKey = z.infer<typeof createdKeySchema>

export const keyViewSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  name: z.string(),
  prefix: z.string(),
  last4: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
})
export type KeyView = z.infer<typeof keyViewSchema>

export const listKeysSchema = pageInputSchema
  .extend({ projectId: idSchema.optional() })
  .default({ limit: 50 })
export const keyPageSchema = pageOf(keyViewSchema)
