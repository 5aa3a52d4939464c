// A field for a secret: hidden unless asked for, never prefilled, not for password managers.
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { CONTROL_CLASS } from './input.tsx'
import { cx } from '../lib/cx.ts'

interface SecretInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** Names what is revealed, e.g. `API key`. */
  readonly what: string
}

export function SecretInput({ what, className, ...rest }: SecretInputProps) {
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  const label = `${shown ? 'Hide' : 'Show'} ${what}`
  return (
    <div className="relative">
      <input
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        data-1p-ignore
        data-lpignore="true"
        className={cx(CONTROL_CLASS, 'pr-9 font-mono', className)}
        {...rest}
      />
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-md text-n7 hover:text-n8"
      >
        <Icon size={16} />
      </button>
    </div>
  )
}
