import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../lib/cx.ts'

export const CONTROL_CLASS =
  'h-10 w-full min-w-0 rounded-md border border-n6 bg-n2 px-2.5 text-lg text-n8 transition-colors ' +
  'hover:border-n7 focus-visible:outline-offset-0 aria-invalid:border-bad disabled:bg-n3 disabled:text-n7 sm:h-8 sm:text-sm'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input autoComplete="off" className={cx(CONTROL_CLASS, className)} {...rest} />
}

/** The platform's own list: familiar, and good on phones. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <div className="relative">
      <select className={cx(CONTROL_CLASS, 'appearance-none pr-8', className)} {...rest}>
        {children}
      </select>
      <ChevronDown size={14} className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-n7" />
    </div>
  )
}
