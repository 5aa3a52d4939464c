import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'

interface PanelProps {
  readonly title?: ReactNode
  readonly action?: ReactNode
  /** False when the content brings its own edges, as tables do. */
  readonly padded?: boolean
  readonly children: ReactNode
}

/** A bordered area with an optional heading. */
export function Panel({ title, action, padded = false, children }: PanelProps) {
  return (
    <section>
      {title !== undefined && (
        <div className="mb-2 flex min-h-7 items-center justify-between gap-3">
          <h2 className="text-base font-semibold">{title}</h2>
          {action}
        </div>
      )}
      <div className={cx('rounded-lg border border-n5 bg-n2', padded && 'p-4')}>{children}</div>
    </section>
  )
}
