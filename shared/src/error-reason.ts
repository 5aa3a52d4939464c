// What tells one denial of the typed API from others with the same code: `data.reason` of its errors, null for most.
import { z } from 'zod'

/**
 * `secret_rejected`, `secret_untold`: a new secret was tried and does not work, or nobody can tell; `force: true` stores it
 * all the same. `wrong_code`: of the authenticator.
 */
export const errorReasonSchema = z.enum(['secret_rejected', 'secret_untold', 'wrong_code'])
export type ErrorReason = z.infer<typeof errorReasonSchema>
