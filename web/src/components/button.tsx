import { LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../lib/cx.ts'
import { buttonClass, type ButtonSize, type ButtonVariant } from './button-class.ts'

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  /** Work is under way: shown, and not started twice. */
  readonly busy?: boolean
}

export function Button({ variant, size, busy, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      disabled={disabled === true || busy === true}
      className={cx(buttonClass(variant, size), className)}
      {...rest}
    >
      {busy && <LoaderCircle size={14} className="animate-spin" />}
      {children}
    </button>
  )
}
