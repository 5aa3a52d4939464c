import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react'
import type { KeyState } from '../lib/key-state.ts'
import { Badge } from './badge.tsx'
import type { Tone } from './notice.tsx'

const STATES: Readonly<
  Record<KeyState, { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  active: { word: 'Active', tone: 'good', icon: CircleCheck },
  expired: { word: 'Expired', tone: 'bad', icon: CircleX },
  revoked: { word: 'Revoked', tone: 'neutral', icon: CircleMinus },
}

/** Whether a key or an API token still works. */
export function KeyStateBadge({ state }: { readonly state: KeyState }) {
  const { word, tone, icon } = STATES[state]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}
