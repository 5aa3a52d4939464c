// The problem that keeps an access token from being renewed, or from being had at all.
import { z } from 'zod'
import { timeSchema } from './primitives.ts'

/** A problem that keeps an access token from being renewed. */
export const refreshProblemSchema = z.object({
  /**
   * `retrying`: passing, tried again at `retryAt`. `sign_in_again`: nothing happens before an operator signs in again.
   * `federation_rejected`: an operator has to put the federation right; tried again now and then, as that may happen elsewhere.
   */
  state: z.enum(['retrying', 'sign_in_again', 'federation_rejected']),
  /** In the words of the token endpoint, masked. */
  reason: z.string(),
  failures: z.int(),
  since: timeSchema,
  retryAt: timeSchema.nullable(),
})
