import type { RoutingStrategy } from '@headgate/shared/projects'
import { cx } from '../../lib/cx.ts'

interface StrategyChoiceProps {
  readonly strategy: RoutingStrategy
  readonly onChange: (strategy: RoutingStrategy) => void
}

const STRATEGIES = [
  {
    value: 'priority',
    label: 'By priority',
    meaning: 'The first credential that is ready takes each request; the next ones stand in for it.',
  },
  {
    value: 'weighted',
    label: 'By weight',
    meaning: 'Requests are shared out by weight; the other credentials stand in when one fails.',
  },
] as const satisfies readonly { value: RoutingStrategy; label: string; meaning: string }[]

export function StrategyChoice({ strategy, onChange }: StrategyChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-2 text-base font-semibold">Strategy</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {STRATEGIES.map(({ value, label, meaning }) => (
          <label
            key={value}
            className={cx(
              'flex items-start gap-3 rounded-lg border bg-n2 p-3 text-sm hover:border-n6',
              strategy === value ? 'border-accent' : 'border-n5',
            )}
          >
            <input
              type="radio"
              name="strategy"
              value={value}
              checked={strategy === value}
              onChange={() => onChange(value)}
              aria-label={label}
              aria-describedby={`strategy-${value}`}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              <span className="font-medium">{label}</span>
              <span id={`strategy-${value}`} className="mt-0.5 block text-n7">
                {meaning}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
