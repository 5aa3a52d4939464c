import type { ReactNode } from 'react'

export interface Fact {
  readonly term: string
  readonly value: ReactNode
  readonly note?: string
}

/** Terms and what is known about them, one per line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="divide-y divide-n5 text-sm">
      {facts.map(({ term, value, note }) => (
        <div key={term} className="flex min-h-10 items-start gap-4 px-4 py-2.5">
          <dt className="w-36 shrink-0 text-n7 sm:w-44">{term}</dt>
          <dd className="min-w-0 grow wrap-anywhere">
            {value}
            {note !== undefined && <p className="text-xs text-n7">{note}</p>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
