// What failed, why, under which request id, and the way to try again.
import { errorFacts } from '../lib/error-facts.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Notice } from './notice.tsx'

interface ErrorNoticeProps {
  /** What did not work, as a sentence: `The projects could not be loaded.` */
  readonly title: string
  readonly error: unknown
  readonly onRetry?: () => void
}

export function ErrorNotice({ title, error, onRetry }: ErrorNoticeProps) {
  const { message, requestId } = errorFacts(error)
  return (
    <Notice
      tone="bad"
      live
      title={title}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{message}</p>
      {requestId !== null && (
        <p className="mt-1 flex items-center gap-1 text-xs text-n7">
          <span className="font-mono break-all">{requestId}</span>
          <CopyButton text={requestId} what="request id" />
        </p>
      )}
    </Notice>
  )
}
