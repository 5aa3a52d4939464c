import { Link } from '@tanstack/react-router'
import type { AuditEventView } from '@headgate/shared/audit'
import type { Column } from '../../components/data-table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { actorName } from './actor-kinds.ts'
import { targetName } from './target-name.ts'

const CLIPPED = '@table:max-w-40 @table:truncate'

export const AUDIT_COLUMNS: readonly Column<AuditEventView>[] = [
  {
    header: 'Time',
    cell: ({ id, time }) => (
      <Link
        to="/audit"
        search={(current) => ({ ...current, event: id })}
        resetScroll={false}
        className="font-medium after:absolute after:inset-0"
      >
        <TimeAgo time={time} />
      </Link>
    ),
  },
  {
    header: 'Actor',
    span: 2,
    className: CLIPPED,
    cell: ({ actor }) => (
      <span title={actorName(actor)} className={actor.kind === 'user' ? undefined : 'text-n7'}>
        {actorName(actor)}
      </span>
    ),
  },
  {
    header: 'Action',
    span: 3,
    cell: ({ action }) => <span className="font-mono text-xs">{action}</span>,
  },
  {
    header: 'Target',
    span: 2,
    className: '@table:max-w-64 @table:truncate',
    cell: (event) => <span title={targetName(event)}>{targetName(event)}</span>,
  },
  {
    header: 'Address',
    className: CLIPPED,
    cell: ({ address }) =>
      address === null ? (
        <span className="text-n7">inside</span>
      ) : (
        <span className="font-mono text-xs" title={address}>
          {address}
        </span>
      ),
  },
]
