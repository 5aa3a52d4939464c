// One answer of the server in all its states: not there yet, there, there but old, or failed.
import type { ReactNode } from 'react'
import { formatExactTime, formatRelative } from '../lib/format-time.ts'
import { useNow } from '../lib/use-now.ts'
import { Button } from './button.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { Notice } from './notice.tsx'

export interface Answer<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly dataUpdatedAt: number
  readonly refetch: () => unknown
}

interface LoadedProps<T> {
  readonly query: Answer<T>
  /** As in `The credentials could not be loaded.` */
  readonly what: string
  readonly skeleton: ReactNode
  readonly children: (data: T) => ReactNode
}

export function Loaded<T>({ query, what, skeleton, children }: LoadedProps<T>) {
  const retry = () => void query.refetch()
  if (query.data === undefined) {
    if (query.error === null) return skeleton
    return <ErrorNotice title={`${what} could not be loaded.`} error={query.error} onRetry={retry} />
  }
  return (
    <>
      {query.error !== null && <StaleNotice what={what} updatedAt={query.dataUpdatedAt} onRetry={retry} />}
      {children(query.data)}
    </>
  )
}

interface StaleNoticeProps {
  readonly what: string
  readonly updatedAt: number
  readonly onRetry: () => void
}

function StaleNotice({ what, updatedAt, onRetry }: StaleNoticeProps) {
  const now = useNow(10_000)
  const time = new Date(updatedAt).toISOString()
  return (
    <div className="mb-3">
      <Notice
        tone="warn"
        live
        title={`${what} could not be refreshed.`}
        action={
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        You see what was known <time title={formatExactTime(time)}>{formatRelative(time, now)}</time>.
      </Notice>
    </div>
  )
}
