import { useInfiniteQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { buttonClass } from '../../components/button-class.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { EndlessTable } from '../../components/endless-table.tsx'
import { NothingFits } from '../../components/nothing-fits.tsx'
import { Page } from '../../components/page.tsx'
import { RefreshButton } from '../../components/refresh-button.tsx'
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
      summary="Who did what. Events cannot be edited or deleted."
      actions={
        <>
          <a href={exportAddress(filters)} download className={buttonClass()}>
            <Download size={14} />
            Export
          </a>
          <RefreshButton query={events} />
        </>
      }
    >
      <AuditFilterBar filters={filters} onChange={onSearch} />
      <EndlessTable
        query={events}
        what="The audit trail"
        label="Audit events"
        columns={AUDIT_COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        selected={openId}
        empty={
          hasFilters(filters) ? (
            <NothingFits what="event" onClear={() => onSearch({})} />
          ) : (
            <EmptyState text="Nothing has happened yet. Every change will be listed here." />
          )
        }
      />
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
