// Models: the catalogue, how a name becomes an upstream id, and what operators and experience have to say about it.
import { z } from 'zod'
import { byIdSchema, idSchema, pageInputSchema, textSchema, timeSchema } from './primitives.ts'
import { providerSchema, surfaceSchema } from './providers.ts'

/** As clients or Bedrock spell it: an Anthropic id or alias, a Bedrock id, a profile id or an ARN. */
const modelNameSchema = textSchema.trim().min(1).max(2048)
const betaSchema = z.string().regex(/^[\w.-]{1,255}$/, 'is not the name of a beta')
/** A path into the request body; list positions are `*`, e.g. `output_config.effort` or `tools.*.strict`. */
const fieldPathSchema = z
  .string()
  .regex(/^[\w-]+(?:\.(?:[\w-]+|\*))*$/, 'is not a path such as context_management or tools.*.strict')
  .max(255)

/**
 * What an operator knows better about one model on Bedrock. `credentialId: null` means all Bedrock credentials; an
 * override of one credential wins over it. Setting the same model and credential again replaces it.
 */
export const setModelOverrideSchema = z
  .strictObject({
    /** The name that clients use. */
    model: modelNameSchema,
    credentialId: idSchema.nullable().default(null),
    /** What is sent to Bedrock instead: an inference profile, an ARN. */
    upstreamModel: modelNameSchema.nullable().default(null),
    /** The Anthropic model behind it: decides capabilities, price, and `model` in answers. */
    baseModel: modelNameSchema.nullable().default(null),
    /** Betas that are left out, with the fields that belong to them. */
    dropBetas: z.array(betaSchema).max(64).default([]),
    /** Optional fields that are left out. */
    dropFields: z.array(fieldPathSchema).max(64).default([]),
  })
  .refine(
    (input) =>
      input.upstreamModel !== null ||
      input.baseModel !== null ||
      input.dropBetas.length > 0 ||
      input.dropFields.length > 0,
    { path: ['upstreamModel'], error: 'an override must change something' },
  )
export type SetModelOverride = z.infer<typeof setModelOverrideSchema>

export const modelOverrideViewSchema = z.object({
  id: idSchema,
  model: z.string(),
  credentialId: idSchema.nullable(),
  accountId: z.string().nullable(),
  upstreamModel: z.string().nullable(),
  baseModel: z.string().nullable(),
  dropBetas: z.array(z.string()),
  dropFields: z.array(z.string()),
  createdAt: timeSchema,
  updatedAt: timeSchema,
})
export type ModelOverrideView = z.infer<typeof modelOverrideViewSchema>

export const removeModelOverrideSchema = byIdSchema

/** Something Bedrock rejected once, and that is left out since. */
export const unsupportedParameterViewSchema = z.object({
  credentialId: idSchema,
  accountId: z.string(),
  upstreamModel: z.string(),
  kind: z.enum(['beta', 'field']),
  /** Name of the beta, or path of the field. */
  name: z.string(),
  /** Bedrock's words, masked. */
  reason: z.string(),
  learnedAt: timeSchema,
})
export type UnsupportedParameterView = z.infer<typeof unsupportedParameterViewSchema>

/** Forgets what was learned: of one credential, or of one upstream model on it. */
export const forgetLearnedSchema = z.strictObject({
  credentialId: idSchema,
  upstreamModel: modelNameSchema.optional(),
})
export type ForgetLearned = z.infer<typeof forgetLearnedSchema>
export const forgottenSchema = z.object({ forgotten: z.int() })

export const modelViewSchema = z.object({
  /** Anthropic's canonical id. */
  id: z.string(),
  aliases: z.array(z.string()),
  displayName: z.string(),
  lifecycle: z.enum(['active', 'deprecated', 'retired']),
  /** Day on which Anthropic's API stops or stopped serving it; null where none is named. */
  retiresOn: z.iso.date().nullable(),
  /** Foundation model id on bedrock-runtime; null where it is not offered. */
  bedrockId: z.string().nullable(),
  /** Id on bedrock-mantle; null where it is not offered. */
  mantleId: z.string().nullable(),
  /** Inference profiles it is offered through. */
  profiles: z.array(z.string()),
})
export type ModelView = z.infer<typeof modelViewSchema>

export const listModelsSchema = pageInputSchema
  .extend({ limit: z.int().min(1).max(200).default(200) })
  .default({ limit: 200 })
export type ListModels = z.infer<typeof listModelsSchema>
/** Overrides and what was learned are few: they come whole with each page of the catalogue. */
export const modelListSchema = z.object({
  items: z.array(modelViewSchema),
  nextCursor: z.string().nullable(),
  overrides: z.array(modelOverrideViewSchema),
  learned: z.array(unsupportedParameterViewSchema),
})
export type ModelList = z.infer<typeof modelListSchema>

export const resolveModelSchema = z.strictObject({
  model: modelNameSchema,
  credentialId: idSchema,
  /** As in the header `anthropic-beta`: shows what becomes of them. */
  betas: z.array(betaSchema).max(64).default([]),
})
export type ResolveModel = z.infer<typeof resolveModelSchema>

/** What would happen to a call for this model on this credential. Nothing is sent. */
export const modelResolutionSchema = z.object({
  model: z.string(),
  /** Anthropic's canonical id; null when the gateway cannot name it. */
  canonicalModel: z.string().nullable(),
  provider: providerSchema,
  surface: surfaceSchema.nullable(),
  /** Null when the call would be denied. */
  upstreamModel: z.string().nullable(),
  /** Where `POST /v1/messages` would go, streamed and not. */
  url: z.string().nullable(),
  streamUrl: z.string().nullable(),
  /** What is changed on the way, one sentence each; empty when bytes pass as they are. */
  changes: z.array(z.string()),
  /** Betas that would be sent, of those asked for. */
  betas: z.array(z.string()),
  /** The override that applies. */
  override: modelOverrideViewSchema.nullable(),
  /** What was learned about this model on this credential. */
  learned: z.array(unsupportedParameterViewSchema),
  /** Why the call would be denied, in the words a client would read; null when it would not. */
  notSent: z.object({ type: z.string(), message: z.string() }).nullable(),
})
export type ModelResolution = z.infer<typeof modelResolutionSchema>
