// What people do with their own access: sessions, password, second factor.
import { z } from 'zod'
import { idSchema, textSchema, timeSchema } from './primitives.ts'
import { newPasswordSchema } from './system.ts'

/** Ids of sessions are made by the sign-in library and are no UUIDs. */
export const sessionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not one of a session')

export const sessionViewSchema = z.object({
  id: z.string(),
  createdAt: timeSchema,
  seenAt: timeSchema,
  expiresAt: timeSchema,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

export const sessionListSchema = z.object({
  items: z.array(sessionViewSchema),
  nextCursor: z.string().nullable(),
})
export const revokeSessionSchema = z.strictObject({ id: sessionIdSchema })
export const endedSessionsSchema = z.object({ ended: z.int() })

export const sessionsOfSchema = z.strictObject({ id: idSchema })
/** All sessions of a person, or one of them. */
export const endSessionsSchema = z.strictObject({ id: idSchema, sessionId: sessionIdSchema.optional() })
export type EndSessions = z.infer<typeof endSessionsSchema>

const passwordSchema = textSchema.min(1).max(128)

export const changePasswordSchema = z.strictObject({
  currentPassword: passwordSchema,
  password: newPasswordSchema,
})
export type ChangePassword = z.infer<typeof changePasswordSchema>

export const withPasswordSchema = z.strictObject({ password: passwordSchema })
export type WithPassword = z.infer<typeof withPasswordSchema>

/** The only place the secret ever appears; it counts once a code confirms it. */
export const begunSecondFactorSchema = z.object({
  /** In base 32, to be typed into an authenticator. */
  secret: z.string(),
  /** The same as an `otpauth:` address. */
  uri: z.string(),
})
export type BegunSecondFactor = z.infer<typeof begunSecondFactorSchema>

export const confirmSecondFactorSchema = z.strictObject({
  code: textSchema.trim().regex(/^\d{6}$/, 'must be the six digits that the authenticator shows'),
})

export const disableSecondFactorSchema = z.strictObject({
  password: passwordSchema,
  /** Of the authenticator, or a recovery code; nothing is asked for while the second factor is not confirmed. */
  code: textSchema.trim().min(1).max(64).optional(),
})
export type DisableSecondFactor = z.infer<typeof disableSecondFactorSchema>

/** Each signs in once in place of a code; shown this once. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })
export const secondFactorStateSchema = z.object({
  enabled: z.boolean(),
  recoveryCodesLeft: z.int(),
  /** False for people who have no password here: their identity provider asks for what it wants. */
  hasPassword: z.boolean(),
})

/** What the sign-in page offers beside the password. */
export const waysToSignInSchema = z.object({ identityProvider: z.boolean() })
