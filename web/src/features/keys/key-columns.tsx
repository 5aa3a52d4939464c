import type { KeyView } from '@headgate/shared/keys'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { KeyStateBadge } from '../../components/key-state-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { keyState } from '../../lib/key-state.ts'

export function keyColumns(now: number, onRevoke: (key: KeyView) => void): readonly Column<KeyView>[] {
  return [
    {
      header: 'Name',
      card: 'title',
      cell: ({ name }) => (
        <span className="line-clamp-3 font-medium wrap-anywhere" title={name}>
          {name}
        </span>
      ),
    },
    {
      header: 'Key',
      cell: ({ prefix, last4 }) => (
        <span className="font-mono text-xs">
          {prefix}...{last4}
        </span>
      ),
    },
    { header: 'Created', cell: ({ createdAt }) => <TimeAgo time={createdAt} /> },
    {
      header: 'Last used',
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? <span className="text-n7">Never</span> : <TimeAgo time={lastUsedAt} />,
    },
    {
      header: 'Expires',
      cell: ({ expiresAt }) =>
        expiresAt === null ? <span className="text-n7">Never</span> : <TimeAgo time={expiresAt} />,
    },
    {
      header: 'State',
      cell: (key) => <KeyStateBadge state={keyState(key, now)} />,
    },
    {
      header: 'Actions',
      quiet: true,
      card: 'corner',
      align: 'end',
      cell: (key) =>
        key.revokedAt === null && (
          <Button size="small" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
            Revoke
          </Button>
        ),
    },
  ]
}
