// How a request ended, in a word.
import type { RequestOutcome } from '@headgate/shared/requests'
import { Ban, CircleCheck, CircleX, LogOut, Unplug, type LucideIcon } from 'lucide-react'
import { Badge } from './badge.tsx'
import type { Tone } from './notice.tsx'

interface OutcomeFacts {
  readonly word: string
  readonly meaning: string
  readonly tone: Tone
  readonly icon: LucideIcon
}

export const OUTCOMES: Readonly<Record<RequestOutcome, OutcomeFacts>> = {
  completed: { word: 'Completed', meaning: 'Answered in full.', tone: 'good', icon: CircleCheck },
  denied: {
    word: 'Denied',
    meaning: 'The gateway denied the request. No provider was called.',
    tone: 'warn',
    icon: Ban,
  },
  upstream_error: {
    word: 'Upstream error',
    meaning:
      'No provider gave an answer: an error, a time-out, a broken connection or a rejected credential.',
    tone: 'bad',
    icon: CircleX,
  },
  interrupted: {
    word: 'Interrupted',
    meaning: 'The answer broke off before its end.',
    tone: 'bad',
    icon: Unplug,
  },
  client_closed: {
    word: 'Client disconnected',
    meaning: 'The client closed the connection before the end of the answer.',
    tone: 'neutral',
    icon: LogOut,
  },
}

interface OutcomeBadgeProps {
  readonly outcome: RequestOutcome
  /** HTTP status that the client got. */
  readonly status: number
}

export function OutcomeBadge({ outcome, status }: OutcomeBadgeProps) {
  const { word, meaning, tone, icon } = OUTCOMES[outcome]
  return (
    <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap" title={meaning}>
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      <span className="text-n7">{status}</span>
    </span>
  )
}
