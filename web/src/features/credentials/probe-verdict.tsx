// What a probe has shown: model, latency and region, or the upstream's own words.
import type { ProbeResult } from '@headgate/shared/credentials'
import { CopyButton } from '../../components/copy-button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatDuration } from '../../lib/format-time.ts'

export function ProbeVerdict({ result }: { readonly result: ProbeResult }) {
  return (
    <div ref={(shown) => shown?.scrollIntoView({ block: 'nearest' })} className="scroll-m-4">
      <Notice tone={result.ok ? 'good' : 'bad'} live title={titleOf(result)}>
        {result.error !== null && <p className="my-1">&ldquo;{result.error}&rdquo;</p>}
        <p className="text-xs text-n7">
          {[
            result.upstreamModel !== null &&
              result.upstreamModel !== result.model &&
              `as ${result.upstreamModel}`,
            result.region !== null && `in ${result.region}`,
            !result.ok && `after ${formatDuration(result.latencyMs)}`,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
        {!result.ok && result.requestId !== null && (
          <p className="flex items-center gap-1 text-xs text-n7">
            <span className="font-mono break-all">{result.requestId}</span>
            <CopyButton text={result.requestId} what="request id" />
          </p>
        )}
      </Notice>
    </div>
  )
}

function titleOf({ ok, model, latencyMs, status }: ProbeResult): string {
  if (ok) return `${model} answered in ${formatDuration(latencyMs)}`
  return status === null ? `${model} gave no answer` : `${model} was answered with status ${status}`
}
