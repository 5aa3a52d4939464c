import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import type { Tone } from './notice.tsx'

const INKS: Readonly<Record<Tone, string>> = {
  neutral: 'text-n7',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
}

interface BadgeProps {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly children: ReactNode
}

/** A state in a word, an icon and a colour. */
export function Badge({ tone, icon: Icon, children }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 align-middle font-medium whitespace-nowrap',
        INKS[tone],
      )}
    >
      <Icon size={14} className="shrink-0" />
      <span>{children}</span>
    </span>
  )
}
