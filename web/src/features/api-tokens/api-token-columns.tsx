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
      cell: ({ name }) => (
        <span className="line-clamp-3 font-medium wrap-anywhere" title={name}>
          {name}
        </span>
      ),
    },
    { header: 'Role', cell: ({ role }) => ROLES[role].label },
    {
      header: 'API token',
      cell: ({ prefix, last4 }) => (
        <span className="font-mono text-xs whitespace-nowrap">
          {prefix}...{last4}
        </span>
      ),
    },
    {
      header: 'Made by',
      cell: ({ createdBy }) => (
        <span className="line-clamp-2 wrap-anywhere" title={createdBy}>
          {createdBy}
        </span>
      ),
    },
    { header: 'Created', cell: ({ createdAt }) => <TimeAgo time={createdAt} /> },
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
