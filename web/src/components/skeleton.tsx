// The shape of what is being loaded, so that nothing moves when it arrives.
import { cx } from '../lib/cx.ts'

export function Skeleton({ className }: { readonly className: string }) {
  return <span aria-hidden className={cx('block animate-pulse rounded bg-n4', className)} />
}

export interface SkeletonRowsProps {
  readonly rows: number
  /** Of one row, e.g. `h-9`. */
  readonly height: string
}

export function SkeletonRows({ rows, height }: SkeletonRowsProps) {
  return (
    <div role="status" aria-label="Loading" className="divide-y divide-n5">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={cx('flex items-center gap-6 px-3', height)}>
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 w-40" />
          <Skeleton className="ml-auto h-3 w-24" />
          <Skeleton className="hidden h-3 w-16 sm:block" />
        </div>
      ))}
    </div>
  )
}
