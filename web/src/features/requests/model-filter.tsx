import { useId } from 'react'
import { Input } from '../../components/input.tsx'
import { formText } from '../../lib/form-text.ts'

interface ModelFilterProps {
  readonly model: string | undefined
  readonly models: readonly string[]
  readonly onChange: (model: string) => void
}

/** The exact name that clients sent; it counts on Enter or when the field is left. */
export function ModelFilter({ model, models, onChange }: ModelFilterProps) {
  const listId = useId()
  return (
    <form
      className="min-w-0 sm:w-56"
      onSubmit={(event) => {
        event.preventDefault()
        onChange(formText(new FormData(event.currentTarget), 'model').trim())
      }}
    >
      <Input
        name="model"
        aria-label="Model"
        placeholder="Any model"
        spellCheck={false}
        list={listId}
        defaultValue={model}
        onBlur={(event) => {
          const text = event.target.value.trim()
          if (text !== (model ?? '')) onChange(text)
        }}
      />
      <datalist id={listId}>
        {models.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  )
}
