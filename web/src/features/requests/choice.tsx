import type { ReactNode } from 'react'
import { Select } from '../../components/input.tsx'

interface ChoiceProps {
  readonly label: string
  /** What is shown when nothing is chosen. */
  readonly all: string
  readonly value: string | undefined
  /** Gets undefined for all. */
  readonly onChange: (value: string | undefined) => void
  readonly children: ReactNode
}

/** One filter with a list of options. */
export function Choice({ label, all, value, onChange, children }: ChoiceProps) {
  return (
    <div className="min-w-0 sm:w-40">
      <Select
        aria-label={label}
        value={value ?? ''}
        className="truncate"
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        <option value="">{all}</option>
        {children}
      </Select>
    </div>
  )
}
