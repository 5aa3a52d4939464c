import { useId } from 'react'

interface RadioListProps<T extends string> {
  readonly legend: string
  readonly name: string
  /** Each with one sentence on what choosing it means. */
  readonly options: readonly { readonly value: T; readonly label: string; readonly meaning: string }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** A choice of few, all of them explained. */
export function RadioList<T extends string>({ legend, name, options, value, onChange }: RadioListProps<T>) {
  const id = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-col gap-2">
        {options.map((option) => (
          <label key={option.value} className="flex items-start gap-2.5 text-sm">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              aria-label={option.label}
              aria-describedby={`${id}-${option.value}`}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              {option.label}
              <span id={`${id}-${option.value}`} className="block text-xs text-n7">
                {option.meaning}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
