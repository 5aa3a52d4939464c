import { useId, useState } from 'react'

interface WeightFieldProps {
  readonly name: string
  readonly weight: number
  /** In percent. */
  readonly share: number
  readonly onChange: (weight: number) => void
}

const MAX_WEIGHT = 1000

/** Takes whole numbers only; what is not one yet is kept until the field is left. */
export function WeightField({ name, weight, share, onChange }: WeightFieldProps) {
  const id = useId()
  const [text, setText] = useState<string | null>(null)
  const read = (typed: string) => {
    setText(typed)
    const next = Number(typed)
    if (Number.isInteger(next) && next >= 1 && next <= MAX_WEIGHT) onChange(next)
  }
  return (
    <span className="flex items-center gap-2 tabular-nums">
      <label htmlFor={id} className="text-xs text-n7 max-sm:sr-only">
        Weight<span className="sr-only"> of {name}</span>
      </label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={MAX_WEIGHT}
        step={1}
        value={text ?? weight}
        onChange={(event) => read(event.target.value)}
        onBlur={() => setText(null)}
        className="h-8 w-16 rounded-md border border-n6 bg-n2 px-2 text-right text-sm"
      />
      <span className="w-10 text-right text-xs text-n7">{share} %</span>
    </span>
  )
}
