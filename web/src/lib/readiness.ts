// Whether the gateway answers and has its database. Asked apart from the typed API, which knows nobody without a database.
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { StrangeResponse } from './error-facts.ts'

const readinessSchema = z.object({
  database: z.enum(['up', 'down']),
  /** When the state that requests are served with was last read from the database. */
  stateReadAt: z.string().nullable(),
})
type Readiness = z.infer<typeof readinessSchema>

const REFETCH_MS = 10_000

export const readinessQuery = () =>
  queryOptions({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => fetchReadiness(signal),
    refetchInterval: REFETCH_MS,
  })

async function fetchReadiness(signal: AbortSignal): Promise<Readiness> {
  const response = await fetch('/readyz', { signal })
  const answer = readinessSchema.safeParse(await response.json().catch(() => null))
  if (!answer.success) throw new StrangeResponse(response.status)
  return answer.data
}
