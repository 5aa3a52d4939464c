// The typed client of the control plane: what is asked at the same moment travels as one HTTP request.
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@headgate/server/router'
import { StrangeResponse } from './error-facts.ts'
import { queryClient } from './query-client.ts'

/** The client library forgets the status of what is no JSON. */
const fetchJson: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (!response.headers.get('content-type')?.includes('json')) throw new StrangeResponse(response.status)
  return response
}

export const client = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: '/trpc', maxItems: 50, fetch: fetchJson })],
})

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
