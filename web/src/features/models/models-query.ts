import { trpc } from '../../lib/trpc.ts'

/** What is learned comes from traffic: it changes without anyone doing anything here. */
const REFETCH_MS = 15_000

export const modelsQuery = () => trpc.models.list.queryOptions(undefined, { refetchInterval: REFETCH_MS })
