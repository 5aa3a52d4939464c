// When requests came: a range that moves along, or two moments.
import { Moment } from '../../components/moment.tsx'
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
