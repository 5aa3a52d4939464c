import { Field } from './field.tsx'
import { Select } from './input.tsx'

interface LifetimeFieldProps {
  readonly lifetimes: readonly { readonly days: number; readonly label: string }[]
  /** In days. */
  readonly initial: number
  readonly error: string | undefined
  readonly hint?: string
}

/** How long something that is made now will work: `days` in the form. */
export function LifetimeField({ lifetimes, initial, error, hint }: LifetimeFieldProps) {
  return (
    <Field label="Expires" error={error} hint={hint}>
      {(control) => (
        <Select {...control} name="days" defaultValue={initial}>
          {lifetimes.map(({ days, label }) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
