import { fromLocalInput, toLocalInput } from '../lib/format-time.ts'
import { useDraft } from '../lib/use-draft.ts'
import { Input } from './input.tsx'

interface MomentProps {
  readonly label: string
  readonly time: string | undefined
  readonly onChange: (time: string | undefined) => void
}

/** In the reader's time zone; it counts when the field is left. */
export function Moment({ label, time, onChange }: MomentProps) {
  const known = time === undefined ? '' : toLocalInput(new Date(time))
  const [text, setText] = useDraft(known)
  return (
    <label className="flex min-w-0 items-center gap-2 text-sm text-n7 max-sm:col-span-2">
      <span className="max-sm:w-10">{label}</span>
      <Input
        type="datetime-local"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== known && onChange(fromLocalInput(text) ?? undefined)}
        className="sm:w-48"
      />
    </label>
  )
}
