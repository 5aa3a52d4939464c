// A labelled form field with its help and its error, tied together for assistive technology.
import { CircleAlert } from 'lucide-react'
import { useId, type ReactNode } from 'react'

export interface ControlProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly optional?: boolean
  readonly children: (control: ControlProps) => ReactNode
}

export function Field({ label, hint, error, optional, children }: FieldProps) {
  const id = useId()
  const hintId = hint === undefined ? undefined : `${id}-hint`
  const errorId = error === undefined ? undefined : `${id}-error`
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-baseline gap-2 text-sm">
        <label htmlFor={id} className="min-w-0 font-medium wrap-anywhere">
          {label}
        </label>
        {optional && <span className="text-xs text-n7">optional</span>}
      </div>
      {children({
        id,
        'aria-describedby': [errorId, hintId].filter(Boolean).join(' ') || undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error !== undefined && (
        <p id={errorId} className="flex gap-1.5 text-xs text-bad">
          <CircleAlert size={14} className="mt-px shrink-0" />
          {error}
        </p>
      )}
      {hint !== undefined && (
        <div id={hintId} className="text-xs text-n7">
          {hint}
        </div>
      )}
    </div>
  )
}
