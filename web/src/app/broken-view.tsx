import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ErrorNotice } from '../components/error-notice.tsx'

/** Instead of a view that cannot be shown at all. */
export function BrokenView({ error }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <div className="mx-auto max-w-xl px-4 pt-24">
      <ErrorNotice
        title="This view could not be shown."
        error={error}
        onRetry={() => void router.invalidate()}
      />
    </div>
  )
}
