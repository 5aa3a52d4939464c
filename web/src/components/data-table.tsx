// A table on wide screens, a list of cards on narrow ones. Roles are spelled out because changing the display
// of table elements would take them away.
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'

export interface Column<T> {
  readonly header: string
  readonly cell: (row: T) => ReactNode
  /** For numbers. */
  readonly align?: 'end'
  /** On narrow screens: the headline of the row's card, or what sits in its corner; both without a label. */
  readonly card?: 'title' | 'corner'
  /** How many of the three columns of a compact card it takes. */
  readonly span?: 2 | 3
  /** Whether the header is only for screen readers. */
  readonly quiet?: boolean
  readonly className?: string
}

export interface DataTableProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  /** Rows of several lines. */
  readonly tall?: boolean
  /** Cards of many short facts: three in a line, each below its label. */
  readonly compact?: boolean
  /** Each row holds a link that covers it. */
  readonly linked?: boolean
  readonly selected?: string | undefined
}

export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowKey, tall, compact, linked, selected } = props
  return (
    <div className="data-table-box">
      <table
        role="table"
        aria-label={label}
        className="data-table"
        data-rows={tall ? 'tall' : undefined}
        data-cards={compact ? 'compact' : undefined}
      >
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ header, align, quiet, className }) => (
              <th key={header} role="columnheader" scope="col" data-align={align} className={className}>
                <span className={cx(quiet && 'sr-only')}>{header}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              data-linked={linked || undefined}
              data-selected={rowKey(row) === selected || undefined}
            >
              {columns.map((column) => (
                <td
                  key={column.header}
                  role="cell"
                  data-align={column.align}
                  data-label={column.card || column.quiet ? undefined : column.header}
                  data-card={column.card}
                  data-span={column.span}
                  className={column.className}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
