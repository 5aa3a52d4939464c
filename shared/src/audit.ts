// The audit trail: who did what, from where, and what it changed.
import { z } from 'zod'
import { idSchema, inputTimeSchema, pageInputSchema, pageOf, textSchema, timeSchema } from './primitives.ts'

export const auditActorKindSchema = z.enum(['user', 'admin_token', 'api_token', 'system', 'stranger'])
export type AuditActorKind = z.infer<typeof auditActorKindSchema>

/** Configuration without secrets, as it was stored with the event; versions of the gateway differ in what they keep. */
const auditedSchema = z.record(z.string(), z.unknown()).nullable()

export const auditEventViewSchema = z.object({
  id: idSchema,
  time: timeSchema,
  actor: z.object({
    kind: auditActorKindSchema,
    /** Of the user or the API token; null for all others. */
    id: z.string().nullable(),
    name: z.string(),
  }),
  /** Where the call came from; null for what the gateway does by itself. */
  address: z.string().nullable(),
  /** What was done, e.g. `credential.rotate`. */
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  /** Null where there is no such side. */
  before: auditedSchema,
  after: auditedSchema,
})
export type AuditEventView = z.infer<typeof auditEventViewSchema>

const filterText = (max: number) => textSchema.min(1).max(max)

export const auditFiltersSchema = z.strictObject({
  /** A user's id, the name as recorded, or a kind of actor. */
  actor: filterText(255).optional(),
  /** A whole action, or a group of them: `credential` stands for all that start with `credential.`. */
  action: filterText(64).optional(),
  targetKind: filterText(64).optional(),
  targetId: filterText(255).optional(),
  /** Events at or after this time. */
  from: inputTimeSchema.optional(),
  /** Events before this time. */
  to: inputTimeSchema.optional(),
  /** Found anywhere in an event, whatever its case. */
  text: filterText(200).optional(),
})
export type AuditFilters = z.infer<typeof auditFiltersSchema>

export const listAuditSchema = pageInputSchema.extend(auditFiltersSchema.shape).default({ limit: 50 })
export type ListAudit = z.infer<typeof listAuditSchema>
export const auditPageSchema = pageOf(auditEventViewSchema)
