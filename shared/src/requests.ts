// The request log: one record per call, its attempts included, never a body.
import { z } from 'zod'
import { idSchema, inputTimeSchema, pageInputSchema, pageOf, textSchema, timeSchema } from './primitives.ts'
import { providerSchema } from './providers.ts'

/**
 * How a call ended for its client. `completed` is a whole success; `denied` never reached an upstream;
 * `upstream_error` failed at the upstream: its error, a broken connection, a time-out, a rejected credential;
 * `interrupted` is a success that was cut; `client_closed` is a client that left first.
 */
export const requestOutcomeSchema = z.enum([
  'completed',
  'denied',
  'upstream_error',
  'interrupted',
  'client_closed',
])
export type RequestOutcome = z.infer<typeof requestOutcomeSchema>

/** Why an attempt at an upstream failed, as a closed list that the failover table decides on. */
export const failureKindSchema = z.enum([
  /** 429 with a chance soon. */
  'rate_limited',
  /** A daily quota or spend limit: waiting a minute does not help. */
  'quota_exhausted',
  /** 529, or 503 from Bedrock. */
  'overloaded',
  /** Any other 5xx. */
  'server_error',
  /** The upstream said that it gave up waiting, or sent nothing in time. */
  'timed_out',
  /** DNS, connect, TLS, or a broken connection. */
  'network',
  /** The upstream rejected the vault's own secret. */
  'credential_rejected',
  /** The secret is good but may not use this model. */
  'access_denied',
  /** The credential's provider does not serve the model here. */
  'model_unavailable',
  /** A success status whose answer cannot be read. */
  'unreadable',
  /** A 400 whose words blame neither a field of the request nor the account. */
  'unclear_request',
  /** The request itself is at fault: any other upstream would say the same. */
  'invalid_request',
])
export type FailureKind = z.infer<typeof failureKindSchema>

/**
 * `ok` is a whole answer, `cut` one that broke off, `aborted` one that its client did not wait for; `not_sent`
 * never went out. A failure kind stands for an error, inside of an answer too.
 */
export const attemptResultSchema = z.enum(['ok', 'cut', 'aborted', 'not_sent', ...failureKindSchema.options])

export const attemptSchema = z.object({
  /** Null when the caller brought a credential of their own. */
  accountId: z.string().nullable(),
  provider: providerSchema,
  upstreamModel: z.string().nullable(),
  /** Upstream HTTP status; null when none arrived or nothing was sent. */
  status: z.int().nullable(),
  result: attemptResultSchema,
  reason: z.string().nullable(),
  /** From being sent to the end of its answer. */
  durationMs: z.int(),
  upstreamRequestId: z.string().nullable(),
})
export type RequestAttempt = z.infer<typeof attemptSchema>

/** One of several inferences in one answer, at the price of its own model. */
export const iterationSchema = z.object({
  /** `message`, `compaction`, `advisor_message` or `fallback_message`. */
  type: z.string(),
  /** Null for the model of the call. */
  model: z.string().nullable(),
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  cacheWrite5mTokens: z.int().nullable(),
  cacheWrite1hTokens: z.int().nullable(),
  cacheReadTokens: z.int().nullable(),
  costPicoUsd: z.int().nullable(),
})

export const requestViewSchema = z.object({
  /** The value of `x-headgate-request-id`. */
  requestId: z.string(),
  time: timeSchema,
  projectId: idSchema.nullable(),
  projectSlug: z.string().nullable(),
  keyId: idSchema.nullable(),
  keyName: z.string().nullable(),
  sessionId: z.string().nullable(),
  provider: providerSchema.nullable(),
  accountId: z.string().nullable(),
  /** Method and path without query, e.g. `POST /v1/messages`; null in records of older versions. */
  path: z.string().nullable(),
  model: z.string().nullable(),
  upstreamModel: z.string().nullable(),
  stream: z.boolean(),
  status: z.int(),
  outcome: requestOutcomeSchema,
  errorType: z.string().nullable(),
  errorMessage: z.string().nullable(),
  attempts: z.array(attemptSchema),
  /** Null when the upstream reported no usage. */
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  cacheWrite5mTokens: z.int().nullable(),
  cacheWrite1hTokens: z.int().nullable(),
  cacheReadTokens: z.int().nullable(),
  /** Integer pico-dollars (10^-12 USD); null when the price is unknown. */
  costPicoUsd: z.int().nullable(),
  /** The answer broke off, or reported no usage: more may have been billed than is counted here. */
  usageIncomplete: z.boolean(),
  webSearchRequests: z.int(),
  /** Where inference ran, if the upstream said so: it changes the price. */
  inferenceGeo: z.string().nullable(),
  /** `fast` in fast mode. */
  speed: z.string().nullable(),
  serviceTier: z.string().nullable(),
  /** Null where the answer was one inference. The token counts above are the sums of these. */
  iterations: z.array(iterationSchema).nullable(),
  timeToFirstByteMs: z.int().nullable(),
  durationMs: z.int(),
})
export type RequestView = z.infer<typeof requestViewSchema>

export const listRequestsSchema = pageInputSchema
  .extend({
    projectId: idSchema.optional(),
    keyId: idSchema.optional(),
    provider: providerSchema.optional(),
    accountId: textSchema.max(255).optional(),
    model: textSchema.max(255).optional(),
    outcome: requestOutcomeSchema.optional(),
    from: inputTimeSchema.optional(),
    to: inputTimeSchema.optional(),
  })
  .default({ limit: 50 })
export type ListRequests = z.infer<typeof listRequestsSchema>
export const requestPageSchema = pageOf(requestViewSchema)
