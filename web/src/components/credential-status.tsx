// The state of a credential in a word, with the time it has left.
import { CircleCheck, CircleMinus, CircleX, Clock, ShieldX, Snowflake, type LucideIcon } from 'lucide-react'
import type { CredentialStatus } from '@headgate/shared/credentials'
import type { ReactNode } from 'react'
import { Badge } from './badge.tsx'
import type { Tone } from './notice.tsx'
import { TimeAgo } from './time-ago.tsx'
import { TimeLeft } from './time-left.tsx'

interface Look {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly word: string
  readonly time?: (until: string) => ReactNode
}

const LOOKS: Readonly<Record<CredentialStatus, Look>> = {
  ready: { tone: 'good', icon: CircleCheck, word: 'Ready' },
  expiring_soon: {
    tone: 'warn',
    icon: Clock,
    word: 'Expiring',
    time: (until) => (
      <>
        in <TimeLeft until={until} />
      </>
    ),
  },
  expired: { tone: 'bad', icon: CircleX, word: 'Expired', time: (until) => <TimeAgo time={until} /> },
  cooling: { tone: 'warn', icon: Snowflake, word: 'Cooling', time: (until) => <TimeLeft until={until} /> },
  rejected: { tone: 'bad', icon: ShieldX, word: 'Rejected' },
  disabled: { tone: 'neutral', icon: CircleMinus, word: 'Disabled' },
}

interface CredentialStatusBadgeProps {
  readonly status: CredentialStatus
  readonly until?: string | null
}

export function CredentialStatusBadge({ status, until = null }: CredentialStatusBadgeProps) {
  const { tone, icon, word, time } = LOOKS[status]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
      {until !== null && time && <> {time(until)}</>}
    </Badge>
  )
}
