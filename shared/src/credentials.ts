// Upstream credentials: what an operator sends in, and the views that come back. No view has a field for a secret.
import { z } from 'zod'
import {
  byIdSchema,
  idSchema,
  inputTimeSchema,
  isStorable,
  nameSchema,
  NOT_STORABLE,
  pageInputSchema,
  pageOf,
  slugSchema,
  textSchema,
  timeSchema,
} from './primitives.ts'
import { geographySchema, providerSchema, regionSchema, surfaceSchema } from './providers.ts'

/** A value that becomes part of an HTTP header: visible ASCII without blanks. */
const secretSchema = z
  .string()
  .trim()
  .min(1)
  .max(16_384)
  .regex(/^[\x21-\x7e]+$/, 'must not contain blanks, line breaks or non-ASCII characters')

/** Origin (and optional path) that replaces the provider's default host; no query, fragment or user info. */
const endpointUrlSchema = z
  .url({ protocol: /^https?$/, error: 'is not an http or https URL' })
  .max(2048)
  .refine(isStorable, NOT_STORABLE)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && !url.username && !url.password && !url.search && !url.hash
  }, 'must not contain user info, a query or a fragment')

const apiKeySecret = { apiKey: secretSchema }
const oauthSecret = {
  accessToken: secretSchema,
  refreshToken: secretSchema,
  expiresAt: inputTimeSchema,
  scopes: z.array(textSchema.min(1).max(255)).max(64).default([]),
}
const bedrockPlace = {
  region: regionSchema,
  surface: surfaceSchema.default('invoke'),
  geography: geographySchema.default('auto'),
}
const common = { accountId: slugSchema, name: nameSchema, endpointUrl: endpointUrlSchema.optional() }

const anthropicApiKey = { provider: z.literal('anthropic'), method: z.literal('api_key') }
const anthropicOAuth = { provider: z.literal('anthropic'), method: z.literal('oauth') }
const bedrockApiKey = { provider: z.literal('bedrock'), method: z.literal('api_key') }

export const createCredentialSchema = z.discriminatedUnion('provider', [
  z.discriminatedUnion('method', [
    z.strictObject({ ...anthropicApiKey, ...common, ...apiKeySecret }),
    z.strictObject({ ...anthropicOAuth, ...common, ...oauthSecret }),
  ]),
  z.strictObject({ ...bedrockApiKey, ...common, ...apiKeySecret, ...bedrockPlace }),
])
export type CreateCredential = z.infer<typeof createCredentialSchema>

/** Replaces the secret in place; the kind of the credential cannot change. */
export const rotateCredentialSchema = z.discriminatedUnion('method', [
  z.strictObject({ id: idSchema, method: z.literal('api_key'), ...apiKeySecret }),
  z.strictObject({ id: idSchema, method: z.literal('oauth'), ...oauthSecret }),
])
export type RotateCredential = z.infer<typeof rotateCredentialSchema>

/**
 * Every field is optional; `endpointUrl: null` goes back to the provider's own host. A changed
 * `endpointUrl` needs the secret again, so that nobody can have the vault send it to a host of their own.
 */
export const updateCredentialSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  enabled: z.boolean().optional(),
  endpointUrl: endpointUrlSchema.nullable().optional(),
  region: regionSchema.optional(),
  geography: geographySchema.optional(),
  surface: surfaceSchema.optional(),
  secret: z.union([z.strictObject(apiKeySecret), z.strictObject(oauthSecret)]).optional(),
})
export type UpdateCredential = z.infer<typeof updateCredentialSchema>

export const credentialStatusSchema = z.enum([
  'ready',
  'expiring_soon',
  'expired',
  'cooling',
  'rejected',
  'disabled',
])
export type CredentialStatus = z.infer<typeof credentialStatusSchema>

const viewCommon = {
  id: idSchema,
  accountId: z.string(),
  name: z.string(),
  endpointUrl: z.string().nullable(),
  enabled: z.boolean(),
  status: credentialStatusSchema,
  /** Why the status is not `ready`, e.g. the upstream's own words, masked. */
  statusReason: z.string().nullable(),
  /** When a cooling credential is preferred again, or when the secret expires. */
  statusUntil: timeSchema.nullable(),
  /** Slugs of the projects whose pool holds this credential. */
  projects: z.array(z.string()),
  createdAt: timeSchema,
  updatedAt: timeSchema,
}

export const credentialViewSchema = z.discriminatedUnion('provider', [
  z.discriminatedUnion('method', [
    z.object({ ...anthropicApiKey, ...viewCommon, keyPreview: z.string().nullable() }),
    z.object({
      ...anthropicOAuth,
      ...viewCommon,
      expiresAt: timeSchema,
      scopes: z.array(z.string()),
      lastRefreshAt: timeSchema.nullable(),
      /** Taken over from an older database where it was marked as a subscription login. */
      subscription: z.boolean(),
    }),
  ]),
  z.object({
    ...bedrockApiKey,
    ...viewCommon,
    keyPreview: z.string().nullable(),
    region: z.string(),
    surface: surfaceSchema,
    geography: geographySchema,
    /** Read from a short-term key; null for long-term keys. */
    expiresAt: timeSchema.nullable(),
  }),
])
export type CredentialView = z.infer<typeof credentialViewSchema>

/** The view plus what looked unusual about the secret's format. Warnings never refuse. */
export const savedCredentialSchema = z.intersection(
  credentialViewSchema,
  z.object({ warnings: z.array(z.string()) }),
)
export type SavedCredential = z.infer<typeof savedCredentialSchema>

export const listCredentialsSchema = pageInputSchema
  .extend({ provider: providerSchema.optional() })
  .default({ limit: 50 })
export const credentialPageSchema = pageOf(credentialViewSchema)
export const credentialByIdSchema = byIdSchema

/** Probes a stored credential, or a draft before it is saved. */
export const probeCredentialSchema = z.union([
  z.strictObject({ id: idSchema, model: textSchema.min(1).max(255).optional() }),
  z.strictObject({ draft: createCredentialSchema, model: textSchema.min(1).max(255).optional() }),
])
export type ProbeCredential = z.infer<typeof probeCredentialSchema>

export const probeResultSchema = z.object({
  ok: z.boolean(),
  /** Model as asked, and the id it became upstream. */
  model: z.string(),
  upstreamModel: z.string().nullable(),
  region: z.string().nullable(),
  /** Upstream HTTP status; null when no answer arrived. */
  status: z.int().nullable(),
  latencyMs: z.int(),
  /** What failed, in the upstream's words, masked; null when ok. */
  error: z.string().nullable(),
  requestId: z.string().nullable(),
})
export type ProbeResult = z.infer<typeof probeResultSchema>
