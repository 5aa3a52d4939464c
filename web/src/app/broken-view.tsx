import { useQuery } from '@tanstack/react-query'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Button } from '../components/button.tsx'
import { DatabaseOutage } from '../components/database-outage.tsx'
import { ErrorNotice } from '../components/error-notice.tsx'
import { readinessQuery } from '../lib/readiness.ts'

/** Instead of a view that cannot be shown at all. */
export function BrokenView({ error }: ErrorComponentProps) {
  const router = useRouter()
  const readiness = useQuery(readinessQuery())
  const retry = () => void router.invalidate()
  return (
    <div className="mx-auto max-w-xl px-4 pt-24">
      {readiness.data?.database === 'down' ? (
        <DatabaseOutage
          action={
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          }
        />
      ) : (
        <ErrorNotice title="This view could not be shown." error={error} onRetry={retry} />
      )}
    </div>
  )
}
