// Projects: who may call, and which credentials serve them.
import { z } from 'zod'
import { credentialStatusSchema } from './credentials.ts'
import { idSchema, nameSchema, pageInputSchema, pageOf, slugSchema, timeSchema } from './primitives.ts'
import { providerSchema } from './providers.ts'

export const routingStrategySchema = z.enum(['priority', 'weighted'])
export type RoutingStrategy = z.infer<typeof routingStrategySchema>

export const createProjectSchema = z.strictObject({ slug: slugSchema, name: nameSchema })
export type CreateProject = z.infer<typeof createProjectSchema>

export const updateProjectSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  enabled: z.boolean().optional(),
  /** Grants batches, files and the other shared state of an upstream workspace that other projects use too. */
  workspaceAccess: z.boolean().optional(),
  /** Lets callers who present the key as `x-headgate-key` bring their own Anthropic credential. */
  passThrough: z.boolean().optional(),
})
export type UpdateProject = z.infer<typeof updateProjectSchema>

/** Lower `priority` is tried first; `weight` shares traffic under the weighted strategy. */
const poolMemberSchema = z.strictObject({
  credentialId: idSchema,
  priority: z.int().min(0).max(1000).default(0),
  weight: z.int().min(1).max(1000).default(1),
})

export const setRoutingSchema = z.strictObject({
  id: idSchema,
  strategy: routingStrategySchema.default('priority'),
  pool: z
    .array(poolMemberSchema)
    .max(64)
    .refine((pool) => new Set(pool.map((member) => member.credentialId)).size === pool.length, {
      error: 'names a credential twice',
    }),
})
export type SetRouting = z.infer<typeof setRoutingSchema>

export const projectViewSchema = z.object({
  id: idSchema,
  slug: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  workspaceAccess: z.boolean(),
  passThrough: z.boolean(),
  strategy: routingStrategySchema,
  pool: z.array(
    z.object({
      credentialId: idSchema,
      accountId: z.string(),
      name: z.string(),
      provider: providerSchema,
      priority: z.int(),
      weight: z.int(),
      status: credentialStatusSchema,
    }),
  ),
  /** Keys that still work. */
  activeKeys: z.int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
})
export type ProjectView = z.infer<typeof projectViewSchema>

export const listProjectsSchema = pageInputSchema.default({ limit: 50 })
export const projectPageSchema = pageOf(projectViewSchema)
