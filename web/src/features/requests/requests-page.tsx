import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
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
      actions={
        <Button busy={requests.isRefetching} onClick={() => void requests.refetch()}>
          {!requests.isRefetching && <RefreshCw size={14} />}
          Refresh
        </Button>
      }
    >
      <FilterBar
        filters={filters}
        projects={projects.data?.items ?? []}
        models={[...new Set(rows.flatMap(({ model }) => model ?? []))].sort()}
        onChange={onSearch}
      />
      <Loaded query={requests} what="The requests" skeleton={<SkeletonPanel rows={12} height="h-9" />}>
        {() => (
          <>
            <Panel>
              {rows.length === 0 ? (
                <NoRequests filtered={hasFilters(filters)} onClear={() => onSearch({})} />
              ) : (
                <DataTable
                  label="Requests"
                  columns={REQUEST_COLUMNS}
                  rows={rows}
                  rowKey={(request) => request.requestId}
                  compact
                  linked
                  selected={openId}
                />
              )}
            </Panel>
            {requests.hasNextPage && (
              <div className="mt-4 flex justify-center">
                <Button busy={requests.isFetchingNextPage} onClick={() => void requests.fetchNextPage()}>
                  Load more
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
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

function NoRequests({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  return filtered ? (
    <EmptyState
      text="No request fits these filters."
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  ) : (
    <EmptyState text="No request has come yet. The Connect tab of a project shows how to send the first." />
  )
}
