import { Switch as Primitive } from 'radix-ui'

interface SwitchProps {
  readonly label: string
  /** Id of the text that says what it means. */
  readonly describedBy: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** On or off, and in force at once. */
export function Switch({ label, describedBy, checked, onChange }: SwitchProps) {
  return (
    <Primitive.Root
      aria-label={label}
      aria-describedby={describedBy}
      checked={checked}
      onCheckedChange={onChange}
      className="h-5 w-9 shrink-0 rounded-full border border-n6 bg-n4 transition-colors duration-120 hover:border-n7 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Primitive.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-n7 transition-transform duration-120 data-[state=checked]:translate-x-4.5 data-[state=checked]:bg-accent-ink" />
    </Primitive.Root>
  )
}
