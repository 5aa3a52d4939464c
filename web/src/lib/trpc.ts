// The typed client of the control plane: what is asked at the same moment travels as one HTTP request.
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@headgate/server/router'
import { queryClient } from './query-client.ts'

export const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] })

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
