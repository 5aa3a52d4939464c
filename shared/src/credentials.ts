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
import {
  apiKeySecret,
  checkIam,
  federation,
  federationIdSchema,
  iamSecret,
  keyExpiry,
  oauthSecret,
  rotatedIamSecret,
} from './credential-secrets.ts'
import { refreshProblemSchema } from './refresh-problem.ts'
import {
  geographySchema,
  providerSchema,
  regionSchema,
  surfaceSchema,
  type CredentialKind,
  type KindParts,
} from './providers.ts'

/** Origin (and optional path) that replaces the provider's default host; no query, fragment or user info. */
export const endpointUrlSchema = z
  .url({ protocol: /^https?$/, error: 'is not an http or https URL' })
  .max(2048)
  .refine(isStorable, NOT_STORABLE)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && !url.username && !url.password && !url.search && !url.hash
  }, 'must not contain user info, a query or a fragment')

const bedrockPlace = {
  region: regionSchema,
  surface: surfaceSchema.default('invoke'),
  geography: geographySchema.default('auto'),
}
const common = { accountId: slugSchema, name: nameSchema, endpointUrl: endpointUrlSchema.optional() }

const anthropicApiKey = { provider: z.literal('anthropic'), method: z.literal('api_key') }
const anthropicOAuth = { provider: z.literal('anthropic'), method: z.literal('oauth') }
const anthropicWorkload = { provider: z.literal('anthropic'), method: z.literal('workload_identity') }
const bedrockApiKey = { provider: z.literal('bedrock'), method: z.literal('api_key') }
const bedrockIam = { provider: z.literal('bedrock'), method: z.literal('iam') }

/** What an operator enters for each kind. */
export const CREATE_SCHEMAS = {
  'anthropic/api_key': z.strictObject({ ...anthropicApiKey, ...common, ...apiKeySecret }),
  'anthropic/oauth': z.strictObject({ ...anthropicOAuth, ...common, ...oauthSecret }),
  'anthropic/workload_identity': z.strictObject({
    ...anthropicWorkload,
    ...common,
    ...federation,
    workspaceId: federationIdSchema.default('default'),
  }),
  'bedrock/api_key': z.strictObject({
    ...bedrockApiKey,
    ...common,
    ...apiKeySecret,
    ...keyExpiry,
    ...bedrockPlace,
  }),
  'bedrock/iam': z
    .strictObject({ ...bedrockIam, ...common, ...iamSecret, ...bedrockPlace })
    .superRefine(checkIam),
} satisfies { [K in CredentialKind]: z.ZodType<KindParts<K>> }

/** A create request of one kind, parsed. */
export type CreateCredentialOf<K extends CredentialKind> = z.infer<(typeof CREATE_SCHEMAS)[K]>

export const createCredentialSchema = z.discriminatedUnion('provider', [
  z.discriminatedUnion('method', [
    CREATE_SCHEMAS['anthropic/api_key'],
    CREATE_SCHEMAS['anthropic/oauth'],
    CREATE_SCHEMAS['anthropic/workload_identity'],
  ]),
  z.discriminatedUnion('method', [CREATE_SCHEMAS['bedrock/api_key'], CREATE_SCHEMAS['bedrock/iam']]),
])
export type CreateCredential = z.infer<typeof createCredentialSchema>

const trial = {
  /** What the new secret is tried with; a small model by default. */
  model: textSchema.min(1).max(2048).optional(),
  /** Stores the new secret untried. */
  force: z.boolean().optional(),
}
const rotation = { id: idSchema, ...trial }

/**
 * Replaces the secret in place, once the new one has answered a small message; the kind of the credential cannot change.
 */
export const rotateCredentialSchema = z.discriminatedUnion('method', [
  z.strictObject({ ...rotation, method: z.literal('api_key'), ...apiKeySecret, ...keyExpiry }),
  z.strictObject({ ...rotation, method: z.literal('oauth'), ...oauthSecret }),
  z.strictObject({ ...rotation, method: z.literal('workload_identity'), ...federation }),
  z.strictObject({ ...rotation, method: z.literal('iam'), ...rotatedIamSecret }).superRefine(checkIam),
])
export type RotateCredential = z.infer<typeof rotateCredentialSchema>

/**
 * Every field is optional; `endpointUrl: null` goes back to the provider's own host. A changed
 * `endpointUrl` needs the secret again, so that nobody can have the vault send it to a host of their own. For a workload
 * identity that is the ids of its federation, which cannot be changed in another way than with all of them.
 * A secret replaces the old one once it has answered a small message at the new address, as by `rotate`.
 */
export const updateCredentialSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  enabled: z.boolean().optional(),
  endpointUrl: endpointUrlSchema.nullable().optional(),
  region: regionSchema.optional(),
  geography: geographySchema.optional(),
  surface: surfaceSchema.optional(),
  /** Of a long-term Bedrock key; null when its end is not known. */
  expiresAt: inputTimeSchema.nullable().optional(),
  secret: z
    .union([
      z.strictObject(apiKeySecret),
      z.strictObject(oauthSecret),
      z.strictObject({ method: z.literal('iam'), ...iamSecret }).superRefine(checkIam),
      z.strictObject({ method: z.literal('workload_identity'), ...federation }),
    ])
    .optional(),
  ...trial,
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

const viewPlace = { region: z.string(), surface: surfaceSchema, geography: geographySchema }

export const credentialViewSchema = z.discriminatedUnion('provider', [
  z.discriminatedUnion('method', [
    z.object({ ...anthropicApiKey, ...viewCommon, keyPreview: z.string().nullable() }),
    z.object({
      ...anthropicOAuth,
      ...viewCommon,
      expiresAt: timeSchema,
      scopes: z.array(z.string()),
      lastRefreshAt: timeSchema.nullable(),
      /** Why the access token could not be renewed; null while that works. */
      refreshProblem: refreshProblemSchema.nullable(),
      /** Taken over from an older database where it was marked as a subscription login. */
      subscription: z.boolean(),
    }),
    z.object({
      ...anthropicWorkload,
      ...viewCommon,
      federationRuleId: z.string(),
      organizationId: z.string(),
      serviceAccountId: z.string(),
      workspaceId: z.string(),
      /** Of the access token that the identity token was exchanged for; null before the first exchange. */
      expiresAt: timeSchema.nullable(),
      scopes: z.array(z.string()),
      lastRefreshAt: timeSchema.nullable(),
      /** Why there is no new access token; null while that works. */
      refreshProblem: refreshProblemSchema.nullable(),
    }),
  ]),
  z.discriminatedUnion('method', [
    z.object({
      ...bedrockApiKey,
      ...viewCommon,
      ...viewPlace,
      keyPreview: z.string().nullable(),
      /** Null when neither prefix is known. */
      keyKind: z.enum(['short_term', 'long_term']).nullable(),
      /** Read from a short-term key, or entered for a long-term one; null when not known. */
      expiresAt: timeSchema.nullable(),
    }),
    z.object({
      ...bedrockIam,
      ...viewCommon,
      ...viewPlace,
      /** Of the access key id; null when the AWS default chain is used. */
      keyPreview: z.string().nullable(),
      roleArn: z.string().nullable(),
      hasExternalId: z.boolean(),
      /** Identities of the default chain and of roles renew themselves; how long given keys last is not known. */
      expiresAt: z.null(),
    }),
  ]),
])
export type CredentialView = z.infer<typeof credentialViewSchema>

/** The view plus what looked unusual about the secret's format. Warnings never reject. */
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

const probeOptions = {
  model: textSchema.min(1).max(2048).optional(),
  /**
   * The whole conformance list instead of one small call: about a dozen tiny prompts.
   * By default yes for a stored credential, no for a draft.
   */
  conformance: z.boolean().optional(),
}

/** Probes a stored credential, or a draft before it is saved. */
export const probeCredentialSchema = z.union([
  z.strictObject({ id: idSchema, ...probeOptions }),
  z.strictObject({ draft: createCredentialSchema, ...probeOptions }),
])
export type ProbeCredential = z.infer<typeof probeCredentialSchema>

/** `not_offered`: the provider, surface or model does not have it, and says so as it should. */
export const checkResultSchema = z.enum(['pass', 'fail', 'not_offered'])

/** One row of the conformance list. */
export const conformanceCheckSchema = z.object({
  /** Stable name of the feature, e.g. `stream` or `count_tokens`. */
  name: z.string(),
  result: checkResultSchema,
  /** What was seen, masked and short; why not, unless it passed. */
  detail: z.string(),
  /** The call that shows it, as a client would send it to the gateway; null when nothing was sent. */
  request: z
    .object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string().nullable(),
    })
    .nullable(),
  /** HTTP status that a client would see; null when none arrived. */
  status: z.int().nullable(),
  latencyMs: z.int(),
})
export type ConformanceCheck = z.infer<typeof conformanceCheckSchema>

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
  /** One row for the first small call, all rows of the conformance list when it was asked for. */
  checks: z.array(conformanceCheckSchema),
})
export type ProbeResult = z.infer<typeof probeResultSchema>
