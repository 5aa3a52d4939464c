// Why the access token of an OAuth credential could not be renewed.
import { z } from 'zod'
import { timeSchema } from './primitives.ts'

/** What keeps an access token from being renewed. */
export const refreshProblemSchema = z.object({
  /** `retrying`: passing, tried again at `retryAt`. `sign_in_again`: nothing happens before an operator signs in again. */
  state: z.enum(['retrying', 'sign_in_again']),
  /** In the words of the token endpoint, masked. */
  reason: z.string(),
  failures: z.int(),
  since: timeSchema,
  retryAt: timeSchema.nullable(),
})
