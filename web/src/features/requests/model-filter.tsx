import { useId } from 'react'
import { Input } from '../../components/input.tsx'
import { useDraft } from '../../lib/use-draft.ts'

interface ModelFilterProps {
  readonly model: string | undefined
  readonly models: readonly string[]
  readonly onChange: (model: string) => void
}

/** The exact name that clients sent; it counts on Enter or when the field is left. */
export function ModelFilter({ model = '', models, onChange }: ModelFilterProps) {
  const listId = useId()
  const [text, setText] = useDraft(model)
  const apply = () => {
    if (text.trim() !== model) onChange(text.trim())
  }
  return (
    <form
      className="min-w-0 sm:w-52"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Input
        aria-label="Model"
        placeholder="Any model"
        spellCheck={false}
        list={listId}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
      />
      <datalist id={listId}>
        {models.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  )
}
