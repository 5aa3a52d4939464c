// Usage totals over a range of time.
import { z } from 'zod'
import { idSchema, timeSchema } from './primitives.ts'

/** Requests that started at or after `from` and before `to`. */
export const usageSummaryInputSchema = z
  .strictObject({ projectId: idSchema.optional(), from: timeSchema, to: timeSchema })
  .refine((range) => Date.parse(range.from) <= Date.parse(range.to), { error: '`from` is after `to`' })
export type UsageSummaryInput = z.infer<typeof usageSummaryInputSchema>

export const usageSummarySchema = z.object({
  requests: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  cacheWrite5mTokens: z.int(),
  cacheWrite1hTokens: z.int(),
  cacheReadTokens: z.int(),
  /** Integer micro-dollars, rounded once; null when there were requests with usage and none had a known price. */
  costMicroUsd: z.int().nullable(),
  /** Requests with usage whose price is unknown: they are missing from `costMicroUsd`. */
  unpricedRequests: z.int(),
})
export type UsageSummary = z.infer<typeof usageSummarySchema>
