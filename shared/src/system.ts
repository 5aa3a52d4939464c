// What an operator may know about the running gateway, and who is asking.
import { z } from 'zod'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, passwordProblem } from './passwords.ts'
import { nameSchema, textSchema, timeSchema } from './primitives.ts'

/** Sealed values of the database, by the encryption key that each is sealed with. */
const envelopeCountSchema = z.object({ keyId: z.string(), count: z.int() })

export const systemStatusSchema = z.object({
  version: z.string(),
  startedAt: timeSchema,
  publicUrl: z.string(),
  database: z.object({
    state: z.enum(['up', 'down']),
    embedded: z.boolean(),
    /** Time of the last state that was read from the database. */
    stateReadAt: timeSchema.nullable(),
    error: z.string().nullable(),
  }),
  /** Whether signing in to Anthropic and renewing access tokens is set up: it needs a client id. */
  oauthClient: z.boolean(),
  /** Whether this machine has an identity token for workload identity federation. */
  identityToken: z.boolean(),
  /** Finished requests that wait on disk for the database. */
  spooledRecords: z.int(),
  /** Finished requests that the database rejected: they wait on disk to be replayed. */
  rejectedRecords: z.int(),
  /** The first one seals. */
  encryptionKeyIds: z.array(z.string()),
  /** As of the last state that was read from the database. */
  envelopes: z.array(envelopeCountSchema),
})
export type SystemStatus = z.infer<typeof systemStatusSchema>

export const replayedRecordsSchema = z.object({ records: z.int() })

export const rotatedEncryptionKeySchema = z.object({
  /** The first key, which now seals everything if `complete`. */
  keyId: z.string(),
  /** Values that were sealed anew by this call. */
  resealed: z.int(),
  /** What could not be opened, and stays as it was. */
  failed: z.array(z.object({ of: z.string(), reason: z.string() })),
  /** Counted afterwards. */
  envelopes: z.array(envelopeCountSchema),
  complete: z.boolean(),
})
export type RotatedEncryptionKey = z.infer<typeof rotatedEncryptionKeySchema>

export const roleSchema = z.enum(['owner', 'admin', 'viewer'])
export type Role = z.infer<typeof roleSchema>

export const currentActorSchema = z.object({
  kind: z.enum(['user', 'admin_token', 'api_token']),
  name: z.string(),
  email: z.string().nullable(),
  role: roleSchema,
})

export const setupStatusSchema = z.object({ ownerExists: z.boolean() })

export const emailSchema = z.email().max(255)
export const newPasswordSchema = textSchema.min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH)

export const createOwnerSchema = z
  .strictObject({
    /** From the setup link that the server prints. */
    code: textSchema.min(1).max(200),
    name: nameSchema,
    email: emailSchema,
    password: newPasswordSchema,
  })
  .superRefine(({ password, email, name }, context) => {
    const problem = passwordProblem(password, { email, name })
    if (problem !== null) context.addIssue({ code: 'custom', path: ['password'], message: problem })
  })
export type CreateOwner = z.infer<typeof createOwnerSchema>
