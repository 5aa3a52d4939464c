import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../lib/cx.ts'
import { buttonClass } from './button-class.ts'

interface IconButtonProps extends ComponentProps<'button'> {
  readonly label: string
  readonly icon: LucideIcon
}

/** A button that shows only an icon; its name is there for the pointer and for screen readers. */
export function IconButton({ label, icon: Icon, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(buttonClass('ghost', 'icon'), className)}
      {...rest}
    >
      <Icon size={16} />
    </button>
  )
}
