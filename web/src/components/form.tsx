// A form that is checked by its contract: what is wrong is shown beside the fields, and the first of it gets the focus.
import { useEffect, useRef, type ReactNode, type RefObject } from 'react'
import { cx } from '../lib/cx.ts'
import type { FieldErrors } from '../lib/form-issues.ts'

interface FormProps {
  readonly label?: string
  readonly errors?: FieldErrors
  readonly ref?: RefObject<HTMLFormElement | null>
  readonly className?: string
  readonly onInput?: () => void
  readonly onSubmit: (form: HTMLFormElement) => void
  readonly children: ReactNode
}

export function Form({ label, errors, ref, className, onInput, onSubmit, children }: FormProps) {
  const own = useRef<HTMLFormElement>(null)
  const form = ref ?? own
  useEffect(() => {
    if (!errors || Object.keys(errors).length === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [errors, form])
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      className={cx('flex flex-col gap-4', className)}
      onInput={onInput}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(event.currentTarget)
      }}
    >
      {children}
    </form>
  )
}
