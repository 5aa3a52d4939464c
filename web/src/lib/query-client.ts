// The cache of what the server has said, and what happens around every call.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isUnauthorized, isWorthRetrying } from './error-facts.ts'

let onSignedOut = () => {}

/** @param handler called when the server no longer knows the session. */
export function handleSignedOut(handler: () => void): void {
  onSignedOut = handler
}

function noticeSignedOut(error: unknown): void {
  if (isUnauthorized(error)) onSignedOut()
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({
    onError: noticeSignedOut,
    // One change can show in several lists; all that is on screen is asked again in one request.
    onSuccess: (_data, _input, _context, { meta }) =>
      meta?.['changesNothing'] === true ? undefined : queryClient.invalidateQueries(),
  }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      retryDelay: (failures) => 400 * 2 ** failures,
      // The gateway is often on this very machine: being offline says nothing about reaching it.
      networkMode: 'always',
    },
    // What was sent may hold a secret: it is forgotten with the form that sent it.
    mutations: { networkMode: 'always', gcTime: 0 },
  },
})
