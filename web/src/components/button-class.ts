// How buttons look, and links that act like buttons.
import { cx } from '../lib/cx.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'quietDanger'
export type ButtonSize = 'small' | 'normal' | 'icon'

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap ' +
  'transition-colors duration-120 disabled:cursor-not-allowed disabled:opacity-50'

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent text-accent-ink not-disabled:hover:bg-accent-strong',
  secondary: 'border border-n6/40 bg-n2 text-n8 not-disabled:hover:border-n6/70 not-disabled:hover:bg-n3',
  ghost: 'text-n7 not-disabled:hover:bg-n4 not-disabled:hover:text-n8 data-[state=open]:bg-n4',
  danger: 'bg-bad text-bad-ink not-disabled:hover:opacity-90',
  quietDanger:
    'border border-bad/40 bg-n2 text-bad not-disabled:hover:border-bad/70 not-disabled:hover:bg-bad-soft',
}

const SIZES: Readonly<Record<ButtonSize, string>> = {
  small: 'h-7 px-2 text-xs',
  normal: 'h-8 px-3 text-sm',
  icon: 'size-8',
}

export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'normal'): string {
  return cx(BASE, VARIANTS[variant], SIZES[size])
}
