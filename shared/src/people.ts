// The people who may sign in, and the links that let them in once.
import { z } from 'zod'
import { idSchema, nameSchema, pageInputSchema, pageOf, textSchema, timeSchema } from './primitives.ts'
import { emailSchema, newPasswordSchema, roleSchema } from './system.ts'

export const personViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  /** Whether a code of an authenticator is asked for beside the password. */
  secondFactor: z.boolean(),
  /** False for people who sign in with the identity provider only. */
  hasPassword: z.boolean(),
  createdAt: timeSchema,
  /** Of the newest session that is still open. */
  lastSeenAt: timeSchema.nullable(),
})
export type PersonView = z.infer<typeof personViewSchema>

export const listPeopleSchema = pageInputSchema.default({ limit: 50 })
export const personPageSchema = pageOf(personViewSchema)

export const invitePersonSchema = z.strictObject({
  email: emailSchema,
  role: roleSchema,
  name: nameSchema.optional(),
})
export type InvitePerson = z.infer<typeof invitePersonSchema>

export const invitationViewSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
  invitedBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
})
export type InvitationView = z.infer<typeof invitationViewSchema>

/** `link` is the only place the link ever appears. */
export const madeInvitationSchema = invitationViewSchema.extend({ link: z.string() })
export type MadeInvitation = z.infer<typeof madeInvitationSchema>

export const invitationPageSchema = pageOf(invitationViewSchema)

export const setRoleSchema = z.strictObject({ id: idSchema, role: roleSchema })
export type SetRole = z.infer<typeof setRoleSchema>

const codeSchema = textSchema.min(1).max(200)

export const openLinkSchema = z.strictObject({ code: codeSchema })

/** What the holder of a link may know before using it. */
export const openedLinkSchema = z.object({
  kind: z.enum(['invitation', 'recovery']),
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
  expiresAt: timeSchema,
})
export type OpenedLink = z.infer<typeof openedLinkSchema>

export const acceptInvitationSchema = z.strictObject({
  code: codeSchema,
  name: nameSchema,
  password: newPasswordSchema,
})
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>

export const recoverSchema = z.strictObject({ code: codeSchema, password: newPasswordSchema })
export type Recover = z.infer<typeof recoverSchema>

export const enteredSchema = z.object({ email: z.string() })
