import { formatExactTime, formatSpan } from '../lib/format-time.ts'
import { useNow } from '../lib/use-now.ts'

/** Time until a moment, counting down. */
export function TimeLeft({ until }: { readonly until: string }) {
  const now = useNow()
  const exact = formatExactTime(until)
  return (
    <time dateTime={until} title={exact} className="whitespace-nowrap">
      {formatSpan(Date.parse(until) - now)}
      <span className="sr-only"> (until {exact})</span>
    </time>
  )
}
