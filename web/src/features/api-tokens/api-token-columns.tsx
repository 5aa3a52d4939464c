import type { ApiTokenView } from '@headgate/shared/api-tokens'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { KeyStateBadge } from '../../components/key-state-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { keyState } from '../../lib/key-state.ts'
import { ROLES } from '../../lib/roles.ts'

export function apiTokenColumns(
  now: number,
  onRevoke: (token: ApiTokenView) => void,
): readonly Column<ApiTokenView>[] {
  return [
    {
      header: 'Name',
      card: 'title',
      cell: ({ name, prefix, last4 }) => (
        <div className="min-w-0">
          <p className="line-clamp-3 font-medium wrap-anywhere" title={name}>
            {name}
          </p>
          <p className="font-mono text-xs break-all text-n7">
            {prefix}...{last4}
          </p>
        </div>
      ),
    },
    { header: 'Role', cell: ({ role }) => ROLES[role].label },
    {
      header: 'Created',
      cell: ({ createdAt, createdBy }) => (
        <div className="min-w-0">
          <TimeAgo time={createdAt} />
          <p className="line-clamp-2 text-xs wrap-anywhere text-n7" title={createdBy}>
            by {createdBy}
          </p>
        </div>
      ),
    },
    {
      header: 'Last used',
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? <span className="text-n7">Never</span> : <TimeAgo time={lastUsedAt} />,
    },
    { header: 'Expires', cell: ({ expiresAt }) => <TimeAgo time={expiresAt} /> },
    {
      header: 'State',
      cell: (token) => (
        <span className="whitespace-nowrap">
          <KeyStateBadge state={keyState(token, now)} />
          {token.revokedAt !== null && (
            <span className="text-n7">
              {' '}
              <TimeAgo time={token.revokedAt} />
            </span>
          )}
        </span>
      ),
    },
    {
      header: 'Actions',
      quiet: true,
      card: 'corner',
      align: 'end',
      cell: (token) =>
        keyState(token, now) === 'active' && (
          <Button size="small" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
            Revoke
          </Button>
        ),
    },
  ]
}
