import { useInfiniteQuery } from '@tanstack/react-query'
import { Download, RefreshCw } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { buttonClass } from '../../components/button-class.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { AUDIT_COLUMNS } from './audit-columns.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import { AuditFilterBar } from './audit-filter-bar.tsx'
import { exportAddress, hasFilters, type AuditSearch } from './audit-filters.ts'
import { auditQuery } from './audit-queries.ts'

interface AuditPageProps {
  readonly search: AuditSearch
  readonly onSearch: (search: AuditSearch) => void
}

export function AuditPage({ search, onSearch }: AuditPageProps) {
  const { event: openId, ...filters } = search
  const events = useInfiniteQuery(auditQuery(filters))
  const rows = events.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title="Audit"
      summary="Who did what. Nothing here can be changed or taken away."
      actions={
        <>
          <a href={exportAddress(filters)} download className={buttonClass()}>
            <Download size={14} />
            Export
          </a>
          <Button busy={events.isRefetching} onClick={() => void events.refetch()}>
            {!events.isRefetching && <RefreshCw size={14} />}
            Refresh
          </Button>
        </>
      }
    >
      <AuditFilterBar filters={filters} onChange={onSearch} />
      <Loaded query={events} what="The audit trail" skeleton={<SkeletonPanel rows={12} height="h-9" />}>
        {() => (
          <>
            <Panel>
              {rows.length === 0 ? (
                <NoEvents filtered={hasFilters(filters)} onClear={() => onSearch({})} />
              ) : (
                <DataTable
                  label="Audit events"
                  columns={AUDIT_COLUMNS}
                  rows={rows}
                  rowKey={({ id }) => id}
                  compact
                  linked
                  selected={openId}
                />
              )}
            </Panel>
            {events.hasNextPage && (
              <div className="mt-4 flex justify-center">
                <Button busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
                  Load more
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
      {openId !== undefined && (
        <AuditDrawer
          id={openId}
          known={rows.find(({ id }) => id === openId)}
          onTarget={({ kind, id }) => onSearch({ kind, target: id })}
          onClose={() => onSearch(filters)}
        />
      )}
    </Page>
  )
}

function NoEvents({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  return filtered ? (
    <EmptyState
      text="No event fits these filters."
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  ) : (
    <EmptyState text="Nothing has happened yet. Every change will be listed here." />
  )
}
