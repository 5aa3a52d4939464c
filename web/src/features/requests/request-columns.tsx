import { Link } from '@tanstack/react-router'
import type { RequestView } from '@headgate/shared/requests'
import type { Column } from '../../components/data-table.tsx'
import { MoneyText } from '../../components/money-text.tsx'
import { OutcomeBadge } from '../../components/outcome-badge.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { formatPicoUsd } from '../../lib/format-money.ts'
import { formatDuration } from '../../lib/format-time.ts'
import { cacheTokens } from './cache-tokens.ts'
import { otherCall } from './other-call.ts'
import { Absent, TokenText } from './token-text.tsx'

const CLIPPED = '@table:max-w-24 @full-table:max-w-26 @7xl:max-w-32 @table:truncate'
/** Left to the drawer where a table has no room for all of them. */
const SPARED = '@table:@max-full-table:hidden'

export const REQUEST_COLUMNS: readonly Column<RequestView>[] = [
  {
    header: 'Time',
    cell: ({ requestId, time }) => (
      <Link
        to="/requests"
        search={(current) => ({ ...current, request: requestId })}
        resetScroll={false}
        className="font-medium after:absolute after:inset-0"
      >
        <TimeAgo time={time} />
      </Link>
    ),
  },
  {
    header: 'Project',
    className: CLIPPED,
    cell: ({ projectSlug }) =>
      projectSlug === null ? <Removed /> : <span title={projectSlug}>{projectSlug}</span>,
  },
  {
    header: 'Key',
    className: `${CLIPPED} ${SPARED}`,
    cell: ({ keyName }) => (keyName === null ? <Removed /> : <span title={keyName}>{keyName}</span>),
  },
  {
    header: 'Model',
    className: '@table:py-1 @table:max-w-44 @full-table:max-w-38 @6xl:max-w-40 @7xl:max-w-44 @table:truncate',
    span: 2,
    cell: (request) => <ModelAndCall {...request} />,
  },
  {
    header: 'Provider',
    cell: ({ provider }) => (provider === null ? <Absent /> : <ProviderBadge provider={provider} />),
  },
  {
    header: 'Outcome',
    span: 3,
    cell: ({ outcome, status }) => <OutcomeBadge outcome={outcome} status={status} />,
  },
  {
    header: 'In',
    align: 'end',
    className: SPARED,
    cell: ({ inputTokens }) => <TokenText count={inputTokens} />,
  },
  {
    header: 'Out',
    align: 'end',
    className: SPARED,
    cell: ({ outputTokens }) => <TokenText count={outputTokens} />,
  },
  {
    header: 'Cache',
    align: 'end',
    className: SPARED,
    cell: (request) => <TokenText count={cacheTokens(request)} />,
  },
  { header: 'Cost', align: 'end', cell: (request) => <Cost request={request} /> },
  {
    header: 'TTFB',
    align: 'end',
    className: '@table:@max-6xl:hidden',
    cell: ({ timeToFirstByteMs }) =>
      timeToFirstByteMs === null ? <Absent /> : formatDuration(timeToFirstByteMs),
  },
  {
    header: 'Duration',
    align: 'end',
    className: '@table:@max-4xl:hidden',
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
]

/** Most calls ask for a message; the others are told apart by what they call. */
function ModelAndCall({ model, path }: Pick<RequestView, 'model' | 'path'>) {
  const other = otherCall(path)
  if (model === null && other === null) return <Absent />
  return (
    <>
      {model !== null && (
        <span className="block truncate" title={model}>
          {model}
        </span>
      )}
      {other !== null && (
        <span className="block truncate font-mono text-xs text-n7" title={other}>
          {other}
        </span>
      )}
    </>
  )
}

function Removed() {
  return <span className="text-n7">removed</span>
}

/** Without usage there is nothing to pay for; with usage and no price the cost is unknown. */
function Cost({ request }: { readonly request: RequestView }) {
  const { costPicoUsd, inputTokens, outputTokens } = request
  if (costPicoUsd === null && inputTokens === null && outputTokens === null) return <Absent />
  return <MoneyText money={formatPicoUsd(costPicoUsd)} />
}
