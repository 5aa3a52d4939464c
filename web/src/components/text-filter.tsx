import { useId } from 'react'
import { useDraft } from '../lib/use-draft.ts'
import { Input } from './input.tsx'

interface TextFilterProps {
  readonly label: string
  readonly hint: string
  readonly value: string | undefined
  readonly maxLength?: number
  /** What may be meant, with words for what does not speak for itself. */
  readonly suggestions?: readonly { readonly value: string; readonly words?: string }[]
  readonly onChange: (value: string | undefined) => void
}

/** It counts on Enter or when the field is left. */
export function TextFilter(props: TextFilterProps) {
  const { label, hint, value = '', maxLength, suggestions, onChange } = props
  const listId = useId()
  const [text, setText] = useDraft(value)
  const apply = () => {
    if (text.trim() !== value) onChange(text.trim() || undefined)
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
        aria-label={label}
        placeholder={hint}
        spellCheck={false}
        maxLength={maxLength}
        list={suggestions && listId}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </datalist>
      )}
    </form>
  )
}
