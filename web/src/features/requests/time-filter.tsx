// When requests came: a range that moves along, or two moments.
import { Input } from '../../components/input.tsx'
import { fromLocalInput, toLocalInput } from '../../lib/format-time.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { Choice } from './choice.tsx'
import { SINCE_MS, type RequestFilters, type Since } from './request-filters.ts'

type TimeRange = Pick<RequestFilters, 'since' | 'from' | 'to'>

interface TimeFilterProps {
  readonly range: TimeRange
  readonly onChange: (range: TimeRange) => void
}

const WORDS: Readonly<Record<Since, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
}
const CUSTOM = 'custom'

export function TimeFilter({ range: { since, from, to }, onChange }: TimeFilterProps) {
  const isCustom = since === undefined && (from !== undefined || to !== undefined)
  const choose = (value: string | undefined) => {
    const chosen = Object.keys(WORDS).find((name): name is Since => name === value)
    if (value === CUSTOM) onChange({ from: new Date(Date.now() - SINCE_MS['24h']).toISOString() })
    else onChange({ since: chosen })
  }
  return (
    <>
      <Choice label="Time" all="Any time" value={isCustom ? CUSTOM : since} onChange={choose}>
        {Object.entries(WORDS).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
        <option value={CUSTOM}>Between...</option>
      </Choice>
      {isCustom && (
        <>
          <Moment label="From" time={from} onChange={(time) => onChange({ from: time, to })} />
          <Moment label="To" time={to} onChange={(time) => onChange({ from, to: time })} />
        </>
      )}
    </>
  )
}

interface MomentProps {
  readonly label: string
  readonly time: string | undefined
  readonly onChange: (time: string | undefined) => void
}

/** In the reader's time zone; it counts when the field is left. */
function Moment({ label, time, onChange }: MomentProps) {
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
