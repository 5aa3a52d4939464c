// The filters of the request log, as they stand in the address.
import { idSchema } from '@headgate/shared/primitives'
import { providerSchema } from '@headgate/shared/providers'
import { requestOutcomeSchema, type ListRequests } from '@headgate/shared/requests'
import { z } from 'zod'

/** What is not valid is left out, so that an old link still shows something. */
export const requestSearchSchema = z.object({
  project: idSchema.optional().catch(undefined),
  provider: providerSchema.optional().catch(undefined),
  outcome: requestOutcomeSchema.optional().catch(undefined),
  model: z.string().min(1).max(255).optional().catch(undefined),
  /** Id of the request whose drawer is open. */
  request: z.string().max(64).optional().catch(undefined),
})
export type RequestSearch = z.infer<typeof requestSearchSchema>
export type RequestFilters = Omit<RequestSearch, 'request'>

const PAGE_SIZE = 50

export function listInput({ project, provider, outcome, model }: RequestFilters): ListRequests {
  return { limit: PAGE_SIZE, projectId: project, provider, outcome, model }
}

export function hasFilters({ project, provider, outcome, model }: RequestFilters): boolean {
  return [project, provider, outcome, model].some((value) => value !== undefined)
}
