import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../components/empty-state.tsx'
import { EndlessTable } from '../../components/endless-table.tsx'
import { NothingFits } from '../../components/nothing-fits.tsx'
import { Page } from '../../components/page.tsx'
import { RefreshButton } from '../../components/refresh-button.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { projectsQuery } from '../../lib/queries.ts'
import { FilterBar } from './filter-bar.tsx'
import { REQUEST_COLUMNS } from './request-columns.tsx'
import { RequestDrawer } from './request-drawer.tsx'
import { hasFilters, type RequestSearch } from './request-filters.ts'
import { requestsQuery } from './request-queries.ts'

interface RequestsPageProps {
  readonly search: RequestSearch
  readonly onSearch: (search: RequestSearch) => void
}

export function RequestsPage({ search, onSearch }: RequestsPageProps) {
  const { request: openId, ...filters } = search
  const requests = useInfiniteQuery(requestsQuery(filters))
  const projects = useQuery(projectsQuery())
  const rows = requests.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title="Requests"
      summary={
        requests.data && (
          <>
            As of <TimeAgo time={new Date(requests.dataUpdatedAt).toISOString()} />
          </>
        )
      }
      actions={<RefreshButton query={requests} />}
    >
      <FilterBar
        filters={filters}
        projects={projects.data?.items ?? []}
        models={[...new Set(rows.flatMap(({ model }) => model ?? []))].sort()}
        onChange={onSearch}
      />
      <EndlessTable
        query={requests}
        what="The requests"
        label="Requests"
        columns={REQUEST_COLUMNS}
        rows={rows}
        rowKey={(request) => request.requestId}
        selected={openId}
        empty={
          hasFilters(filters) ? (
            <NothingFits what="request" onClear={() => onSearch({})} />
          ) : (
            <EmptyState text="No request has come yet. The Connect tab of a project shows how to send the first." />
          )
        }
      />
      {openId !== undefined && (
        <RequestDrawer
          requestId={openId}
          rows={rows}
          onOpen={(request) => onSearch({ ...search, request })}
          onClose={() => onSearch(filters)}
        />
      )}
    </Page>
  )
}
