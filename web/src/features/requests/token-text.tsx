import { formatCount, formatExactCount } from '../../lib/format-count.ts'

/** A number of tokens, every digit on hover; a dash when the upstream reported none. */
export function TokenText({ count }: { readonly count: number | null }) {
  if (count === null) return <Absent />
  return <span title={`${formatExactCount(count)} tokens`}>{formatCount(count)}</span>
}

/** Stands for a value that does not exist. */
export function Absent() {
  return (
    <span className="text-n7">
      <span aria-hidden>-</span>
      <span className="sr-only">none</span>
    </span>
  )
}
