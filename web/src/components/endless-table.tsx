// A long list that opens row by row: as much of it as is loaded, and a way to more.
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { DataTable, type DataTableProps } from './data-table.tsx'
import { Loaded, type Answer } from './loaded.tsx'
import { Panel } from './panel.tsx'
import { SkeletonPanel } from './skeleton-panel.tsx'

interface EndlessAnswer extends Answer<unknown> {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

interface EndlessTableProps<T> extends Pick<
  DataTableProps<T>,
  'label' | 'columns' | 'rows' | 'rowKey' | 'selected'
> {
  readonly query: EndlessAnswer
  /** As in `The requests could not be loaded.` */
  readonly what: string
  /** In the place of no rows. */
  readonly empty: ReactNode
}

export function EndlessTable<T>({ query, what, empty, ...table }: EndlessTableProps<T>) {
  return (
    <Loaded query={query} what={what} skeleton={<SkeletonPanel rows={12} height="h-9" />}>
      {() => (
        <>
          <Panel>{table.rows.length === 0 ? empty : <DataTable {...table} compact linked />}</Panel>
          {query.hasNextPage && (
            <div className="mt-4 flex justify-center">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Load more
              </Button>
            </div>
          )}
        </>
      )}
    </Loaded>
  )
}
