// The attempts of a request, one after the other, each with its share of the time.
import type { RequestView } from '@headgate/shared/requests'
import { CircleCheck, CircleMinus, CircleX } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { Tone } from '../../components/notice.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { cx } from '../../lib/cx.ts'
import { formatDuration } from '../../lib/format-time.ts'
import { AccountText } from './account-text.tsx'
import { ATTEMPT_RESULTS, reasonText } from './attempt-results.ts'
import { attemptSpans, type AttemptSpan } from './attempt-spans.ts'

export function AttemptTimeline({ request }: { readonly request: RequestView }) {
  const spans = attemptSpans(request)
  if (spans.length === 0) {
    return (
      <p className="px-4 py-3 text-sm text-n7">
        {request.outcome === 'denied' ? 'No provider was asked.' : 'No attempt is recorded.'}
      </p>
    )
  }
  return (
    <ol className="divide-y divide-n5">
      {spans.map((span, index) => (
        <Attempt key={index} span={span} request={request} />
      ))}
    </ol>
  )
}

const ICONS = { neutral: CircleMinus, good: CircleCheck, warn: CircleX, bad: CircleX } as const
const BARS: Readonly<Record<Tone, string>> = {
  neutral: 'bg-n6',
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
}

interface AttemptProps {
  readonly span: AttemptSpan
  readonly request: RequestView
}

function Attempt({ span: { attempt, startPercent, widthPercent }, request }: AttemptProps) {
  const { provider, accountId, upstreamModel, status, result, durationMs, upstreamRequestId } = attempt
  const { word, tone } = ATTEMPT_RESULTS[result]
  const reason = reasonText(attempt, request)
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ProviderBadge provider={provider} />
        <AccountText accountId={accountId} />
        <span className="ml-auto flex items-center gap-2">
          <Badge tone={tone} icon={ICONS[tone]}>
            {word}
          </Badge>
          {status !== null && <span className="text-n7">{status}</span>}
          <span className="w-14 text-right">{formatDuration(durationMs)}</span>
        </span>
      </div>
      <div aria-hidden className="relative h-1.5 rounded-full bg-n4">
        <span
          className={cx('absolute inset-y-0 rounded-full', BARS[tone])}
          style={{ left: `${startPercent}%`, width: `${widthPercent}%` }}
        />
      </div>
      {reason !== null && <p className="wrap-anywhere">{reason}</p>}
      <p className="flex flex-wrap items-center gap-x-3 text-xs text-n7 empty:hidden">
        {upstreamModel !== null && <span className="font-mono break-all">{upstreamModel}</span>}
        {upstreamRequestId !== null && (
          <span className="inline-flex min-w-0 items-center gap-1">
            <span className="font-mono break-all">{upstreamRequestId}</span>
            <CopyButton text={upstreamRequestId} what="upstream request id" />
          </span>
        )}
      </p>
    </li>
  )
}
