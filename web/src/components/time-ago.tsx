import { formatExactTime, formatRelative } from '../lib/format-time.ts'
import { useNow } from '../lib/use-now.ts'

/** A moment as seen from now; the exact one on hover and for screen readers. */
export function TimeAgo({ time }: { readonly time: string }) {
  const now = useNow(10_000)
  const exact = formatExactTime(time)
  return (
    <time dateTime={time} title={exact} className="whitespace-nowrap">
      {formatRelative(time, now)}
      <span className="sr-only"> ({exact})</span>
    </time>
  )
}
