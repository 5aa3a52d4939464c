import type { RequestView } from '@headgate/shared/requests'
import { formatExactCount } from '../../lib/format-count.ts'
import { formatPicoUsd } from '../../lib/format-money.ts'
import { wasSent } from './attempt-results.ts'
import { Absent } from './token-text.tsx'

/** The five classes of tokens, and what they cost together. */
export function RequestTokens({ request }: { readonly request: RequestView }) {
  const lines = [
    ['Input', request.inputTokens],
    ['Output', request.outputTokens],
    ['Cache write, 5 m', request.cacheWrite5mTokens],
    ['Cache write, 1 h', request.cacheWrite1hTokens],
    ['Cache read', request.cacheReadTokens],
  ] as const
  const reported = lines.some(([, count]) => count !== null)
  if (!reported) {
    return (
      <p className="px-4 py-3 text-sm text-n7">
        {wasSent(request) ? 'The provider reported no usage.' : 'Nothing was sent, so nothing was used.'}
      </p>
    )
  }
  return (
    <dl className="px-4 py-1.5 text-sm tabular-nums">
      {lines.map(([term, count]) => (
        <div key={term} className="flex h-7 items-center justify-between">
          <dt className="text-n7">{term}</dt>
          <dd>{count === null ? <Absent /> : formatExactCount(count)}</dd>
        </div>
      ))}
      <div className="mt-1 flex min-h-9 items-center justify-between border-t border-n5 font-medium">
        <dt>Cost</dt>
        <dd>
          {request.costPicoUsd === null
            ? 'unknown: no price is known'
            : formatPicoUsd(request.costPicoUsd).exact}
        </dd>
      </div>
    </dl>
  )
}
