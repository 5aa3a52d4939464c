// The last 24 hours in four figures, each against the 24 hours before.
import { useQuery } from '@tanstack/react-query'
import type { RequestOutcome } from '@headgate/shared/requests'
import type { UsageSummary } from '@headgate/shared/usage'
import type { ReactNode } from 'react'
import { Loaded } from '../../components/loaded.tsx'
import { MoneyText } from '../../components/money-text.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { cx } from '../../lib/cx.ts'
import { countOf, formatChange, formatCount, formatExactCount } from '../../lib/format-count.ts'
import { formatMicroUsd } from '../../lib/format-money.ts'
import { useNow } from '../../lib/use-now.ts'
import { failuresText } from './attention.ts'
import { usageQueries } from './usage-queries.ts'

const MINUTE_MS = 60_000
const GRID = 'grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-n5 bg-n5 lg:grid-cols-4'

interface UsageFiguresProps {
  readonly refetchMs: number
  /** How the newest requests ended: the totals do not tell failures apart. */
  readonly lastOutcomes: readonly RequestOutcome[]
}

export function UsageFigures({ refetchMs, lastOutcomes }: UsageFiguresProps) {
  const { current, previous } = usageQueries(useNow(MINUTE_MS))
  const usage = useQuery({ ...current, refetchInterval: refetchMs })
  const before = useQuery(previous).data
  return (
    <section aria-label="Last 24 hours">
      <Loaded query={usage} what="The usage" skeleton={<FiguresSkeleton />}>
        {(now) => (
          <dl className={cx(GRID, 'tabular-nums')}>
            <Figure
              label="Requests"
              value={<Counted count={now.requests} />}
              change={before && formatChange(now.requests, before.requests)}
              note={failuresText(lastOutcomes)}
            />
            <Figure
              label="Tokens in"
              value={<Counted count={tokensIn(now)} />}
              change={before && formatChange(tokensIn(now), tokensIn(before))}
              note={now.cacheReadTokens > 0 && `${formatCount(now.cacheReadTokens)} read from cache`}
            />
            <Figure
              label="Tokens out"
              value={<Counted count={now.outputTokens} />}
              change={before && formatChange(now.outputTokens, before.outputTokens)}
            />
            <Figure
              label="Spend"
              value={<MoneyText money={formatMicroUsd(now.costMicroUsd)} />}
              change={before && formatChange(now.costMicroUsd ?? 0, before.costMicroUsd ?? 0)}
              note={
                now.unpricedRequests > 0 && `${countOf(now.unpricedRequests, 'request')} without known price`
              }
            />
          </dl>
        )}
      </Loaded>
    </section>
  )
}

/** Everything that went in, cached or not. */
function tokensIn(usage: UsageSummary): number {
  const { inputTokens, cacheWrite5mTokens, cacheWrite1hTokens, cacheReadTokens } = usage
  return inputTokens + cacheWrite5mTokens + cacheWrite1hTokens + cacheReadTokens
}

function Counted({ count }: { readonly count: number }) {
  return <span title={formatExactCount(count)}>{formatCount(count)}</span>
}

interface FigureProps {
  readonly label: string
  readonly value: ReactNode
  readonly change: string | null | undefined
  readonly note?: ReactNode
}

function Figure({ label, value, change, note }: FigureProps) {
  return (
    <div className="flex min-h-24 flex-col bg-n2 px-4 py-3">
      <dt className="text-xs text-n7">{label}</dt>
      <dd className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <span className="text-2xl font-semibold tracking-tight">{value}</span>
        {change && (
          <span className="text-xs text-n7" title="Against the 24 hours before">
            {change}
          </span>
        )}
      </dd>
      {note && <dd className="text-xs text-n7">{note}</dd>}
    </div>
  )
}

function FiguresSkeleton() {
  return (
    <div className={GRID}>
      {['requests', 'in', 'out', 'spend'].map((name) => (
        <div key={name} className="flex min-h-24 flex-col gap-3 bg-n2 px-4 py-3">
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-7 w-28" />
        </div>
      ))}
    </div>
  )
}
