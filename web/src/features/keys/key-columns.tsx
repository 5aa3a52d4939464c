import type { KeyView } from '@headgate/shared/keys'
import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import type { Tone } from '../../components/notice.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { keyState, type KeyState } from './key-state.ts'

const STATES: Readonly<
  Record<KeyState, { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  active: { word: 'Active', tone: 'good', icon: CircleCheck },
  expired: { word: 'Expired', tone: 'bad', icon: CircleX },
  revoked: { word: 'Revoked', tone: 'neutral', icon: CircleMinus },
}

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
      cell: (key) => {
        const { word, tone, icon } = STATES[keyState(key, now)]
        return (
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
        )
      },
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
