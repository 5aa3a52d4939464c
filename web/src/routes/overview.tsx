import { useQuery } from '@tanstack/react-query'
import { createRoute } from '@tanstack/react-router'
import { AttentionList } from '../features/credentials/attention-list.tsx'
import { OverviewPage } from '../features/overview/overview-page.tsx'
import { usageQueries } from '../features/overview/usage-queries.ts'
import { RecentRequests } from '../features/requests/recent-requests.tsx'
import { recentRequestsQuery } from '../features/requests/request-queries.ts'
import { preload } from '../lib/preload.ts'
import { credentialsQuery, projectsQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { consoleRoute } from './console.tsx'

export const overviewRoute = createRoute({
  path: '/',
  getParentRoute: () => consoleRoute,
  loader() {
    const usage = usageQueries(Date.now())
    preload(
      queryClient.query(credentialsQuery()),
      queryClient.query(projectsQuery()),
      queryClient.query(recentRequestsQuery()),
      queryClient.query(usage.current),
      queryClient.query(usage.previous),
    )
  },
  component: Overview,
})

const REFETCH_MS = 15_000
/** Someone waits for the first request. */
const FIRST_REFETCH_MS = 3000

function Overview() {
  const recent = useQuery({
    ...recentRequestsQuery(),
    refetchInterval: ({ state }) => (state.data?.items.length === 0 ? FIRST_REFETCH_MS : REFETCH_MS),
  })
  return (
    <OverviewPage
      lastOutcomes={recent.data?.items.map(({ outcome }) => outcome)}
      refetchMs={REFETCH_MS}
      attentionList={AttentionList}
      recent={<RecentRequests />}
    />
  )
}
