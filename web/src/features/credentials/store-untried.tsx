import { errorFacts } from '../../lib/error-facts.ts'

interface StoreUntriedProps {
  readonly error: unknown
}

/** The way out when a new secret was tried and did not work. */
export function StoreUntried({ error }: StoreUntriedProps) {
  const { reason } = errorFacts(error)
  if (reason !== 'secret_rejected' && reason !== 'secret_untold') return null
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" name="force" value="yes" className="size-4 shrink-0 accent-accent" />
      Store it untried: requests fail if it does not work.
    </label>
  )
}
