import { useQuery } from '@tanstack/react-query'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { REQUEST_COLUMNS } from './request-columns.tsx'
import { recentRequestsQuery } from './request-queries.ts'

export function RecentRequests() {
  const recent = useQuery(recentRequestsQuery())
  return (
    <Loaded query={recent} what="Recent requests" skeleton={<SkeletonRows rows={6} height="h-9" />}>
      {({ items }) => (
        <DataTable
          label="Recent requests"
          columns={REQUEST_COLUMNS}
          rows={items}
          rowKey={(request) => request.requestId}
          compact
          linked
        />
      )}
    </Loaded>
  )
}
