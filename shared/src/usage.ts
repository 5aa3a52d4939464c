// Usage totals over a range of time.
import { z } from 'zod'
import { idSchema, inputTimeSchema } from './primitives.ts'

/** Requests that started at or after `from` and before `to`. */
export const usageSummaryInputSchema = z
  .strictObject({ projectId: idSchema.optional(), from: inputTimeSchema, to: inputTimeSchema })
  .refine((range) => Date.parse(range.from) <= Date.parse(range.to), { error: '`from` is after `to`' })
export type UsageSummaryInput = z.infer<typeof usageSummaryInputSchema>

/** A sum of integers: exact up to 2^53, beyond that the nearest number that JSON readers can hold. */
const totalSchema = z.number().min(0)

export const usageSummarySchema = z.object({
  requests: z.int(),
  inputTokens: totalSchema,
  outputTokens: totalSchema,
  cacheWrite5mTokens: totalSchema,
  cacheWrite1hTokens: totalSchema,
  cacheReadTokens: totalSchema,
  /** Integer micro-dollars, rounded once; null when there were requests with usage and none had a known price. */
  costMicroUsd: totalSchema.nullable(),
  /** Requests that were billed at a price that is unknown: they are missing from `costMicroUsd`. */
  unpricedRequests: z.int(),
  /** Requests whose answer broke off or reported no usage: more may have been billed than is counted. */
  incompleteRequests: z.int(),
})
export type UsageSummary = z.infer<typeof usageSummarySchema>
