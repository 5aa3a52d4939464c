// A remark beside the matter it is about. State is told by words, icon and colour.
import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad'

const TONES: Readonly<
  Record<Tone, { readonly icon: LucideIcon; readonly box: string; readonly ink: string }>
> = {
  neutral: { icon: Info, box: 'border-n5 bg-n3', ink: 'text-n7' },
  good: { icon: CircleCheck, box: 'border-good/30 bg-good-soft', ink: 'text-good' },
  warn: { icon: TriangleAlert, box: 'border-warn/30 bg-warn-soft', ink: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad/30 bg-bad-soft', ink: 'text-bad' },
}

interface NoticeProps {
  readonly tone?: Tone
  readonly title?: ReactNode
  /** Announced when it appears. */
  readonly live?: boolean
  readonly action?: ReactNode
  readonly children?: ReactNode
}

export function Notice({ tone = 'neutral', title, live = false, action, children }: NoticeProps) {
  const { icon: Icon, box, ink } = TONES[tone]
  return (
    <div
      role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      className={cx('flex items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm', box)}
    >
      <Icon size={16} className={cx('mt-0.5 shrink-0', ink)} />
      <div className="min-w-0 grow">
        {title !== undefined && <p className="font-medium wrap-anywhere">{title}</p>}
        {children !== undefined && <div className="wrap-anywhere text-n8">{children}</div>}
      </div>
      {action}
    </div>
  )
}
