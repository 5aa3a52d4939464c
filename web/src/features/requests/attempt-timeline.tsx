// The attempts of a request, one after the other, each with its share of the time.
import type { RequestView } from '@headgate/shared/requests'
import { CircleCheck, CircleX } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { cx } from '../../lib/cx.ts'
import { formatDuration } from '../../lib/format-time.ts'
import { attemptSpans, attemptWord, type AttemptSpan } from './attempt-spans.ts'

export function AttemptTimeline({ request }: { readonly request: RequestView }) {
  const spans = attemptSpans(request)
  if (spans.length === 0) return <p className="px-4 py-3 text-sm text-n7">No provider was asked.</p>
  return (
    <ol className="divide-y divide-n5">
      {spans.map((span, index) => (
        <Attempt key={index} span={span} />
      ))}
    </ol>
  )
}

function Attempt({ span: { attempt, startPercent, widthPercent } }: { readonly span: AttemptSpan }) {
  const { provider, accountId, upstreamModel, status, result, reason, durationMs, upstreamRequestId } =
    attempt
  const worked = result === 'ok'
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ProviderBadge provider={provider} />
        <span className="font-mono text-xs break-all">{accountId}</span>
        <span className="ml-auto flex items-center gap-2">
          <Badge tone={worked ? 'good' : 'bad'} icon={worked ? CircleCheck : CircleX}>
            {attemptWord(result)}
          </Badge>
          {status !== null && <span className="text-n7">{status}</span>}
          <span className="w-14 text-right">{formatDuration(durationMs)}</span>
        </span>
      </div>
      <div aria-hidden className="relative h-1.5 rounded-full bg-n4">
        <span
          className={cx('absolute inset-y-0 rounded-full', worked ? 'bg-good' : 'bg-bad')}
          style={{ left: `${startPercent}%`, width: `${widthPercent}%` }}
        />
      </div>
      {reason !== null && <p className="break-words">&ldquo;{reason}&rdquo;</p>}
      <p className="flex flex-wrap items-center gap-x-3 text-xs text-n7">
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
