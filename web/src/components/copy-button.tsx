import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '../lib/copy-text.ts'
import { cx } from '../lib/cx.ts'

interface CopyButtonProps {
  readonly text: string
  /** Names what is copied, e.g. `request id`. */
  readonly what: string
  /** Shown beside the icon. */
  readonly label?: string
  readonly autoFocus?: boolean
  readonly className?: string
}

const SHOWN_MS = 1600

export function CopyButton({ text, what, label, autoFocus, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  const name = copied ? `Copied ${what}` : `Copy ${what}`
  return (
    <button
      type="button"
      autoFocus={autoFocus}
      aria-label={name}
      title={name}
      onClick={(event) => {
        void copyText(text, event.currentTarget).then((worked) => {
          if (!worked) return
          setCopied(true)
          setTimeout(() => setCopied(false), SHOWN_MS)
        })
      }}
      className={cx(
        'relative z-[1] inline-flex h-6 min-w-6 shrink-0 items-center justify-center gap-1 rounded px-1 text-xs font-medium text-n7 hover:bg-n4 hover:text-n8',
        className,
      )}
    >
      <Icon size={14} className={cx(copied && 'text-good')} />
      {label !== undefined && (copied ? 'Copied' : label)}
    </button>
  )
}
