import { cx } from '../../lib/cx.ts'
import type { FieldChange } from './field-changes.ts'

interface ChangeListProps {
  readonly changes: readonly FieldChange[]
  /** Whether there are two sides: then each is told apart by a sign, a word and a colour. */
  readonly compares: boolean
}

export function ChangeList({ changes, compares }: ChangeListProps) {
  if (changes.length === 0) return <p className="text-sm text-n7">No further details.</p>
  // What has changed is what one looks for.
  const ordered = changes.toSorted((a, b) => Number(a.kind === 'same') - Number(b.kind === 'same'))
  return (
    <dl className="divide-y divide-n5 rounded-lg border border-n5 text-sm">
      {ordered.map(({ field, kind, before, after }) => (
        <div key={field} data-change={kind} className="px-4 py-2">
          <dt className="font-mono text-xs text-n7 wrap-anywhere">{field}</dt>
          {kind === 'same' || !compares ? (
            <dd className="wrap-anywhere">{after ?? before}</dd>
          ) : (
            <>
              {before !== null && <Side sign="-" word="Before" text={before} tone="text-bad" />}
              {after !== null && <Side sign="+" word="After" text={after} tone="text-good" />}
            </>
          )}
        </div>
      ))}
    </dl>
  )
}

interface SideProps {
  readonly sign: string
  readonly word: string
  readonly text: string
  readonly tone: string
}

function Side({ sign, word, text, tone }: SideProps) {
  return (
    <dd className="flex gap-2">
      <span aria-hidden className={cx('w-3 shrink-0 font-mono', tone)}>
        {sign}
      </span>
      <span className="sr-only">{word}: </span>
      <span className="min-w-0 wrap-anywhere">{text}</span>
    </dd>
  )
}
