// Questions that several places ask. Asking them the same way lets the answers be shared.
import { trpc } from './trpc.ts'

/** Beyond this lists say that they are cut. */
export const LIST_LIMIT = 200
/** Health changes without anyone doing anything here. */
const HEALTH_REFETCH_MS = 30_000

export const sessionQuery = () => trpc.session.current.queryOptions(undefined, { staleTime: 300_000 })
export const setupStatusQuery = () => trpc.setup.status.queryOptions()
export const waysToSignInQuery = () => trpc.session.ways.queryOptions()
export const systemStatusQuery = () => trpc.system.status.queryOptions()
export const credentialsQuery = () =>
  trpc.credentials.list.queryOptions({ limit: LIST_LIMIT }, { refetchInterval: HEALTH_REFETCH_MS })
export const projectsQuery = () => trpc.projects.list.queryOptions({ limit: LIST_LIMIT })
export const projectQuery = (id: string) => trpc.projects.get.queryOptions({ id })
export const keysQuery = (projectId: string) => trpc.keys.list.queryOptions({ projectId, limit: LIST_LIMIT })
export const apiTokensQuery = () => trpc.apiTokens.list.queryOptions({ limit: LIST_LIMIT })
export const peopleQuery = () => trpc.users.list.queryOptions({ limit: LIST_LIMIT })
export const invitationsQuery = () => trpc.users.invitations.queryOptions({ limit: LIST_LIMIT })
