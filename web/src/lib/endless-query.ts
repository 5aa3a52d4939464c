import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query'

interface CutPage {
  readonly nextCursor: string | null
}

/** Page after page of a list. Not tRPC's own options for this: they add a direction to the input, which the contract does not have. */
export function endlessQuery<Page extends CutPage>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined, options: { readonly signal: AbortSignal }) => Promise<Page>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
}
