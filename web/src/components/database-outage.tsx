import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readinessQuery } from '../lib/readiness.ts'
import { Notice } from './notice.tsx'
import { TimeAgo } from './time-ago.tsx'

interface DatabaseOutageProps {
  /** What the database's driver said, where it is known. */
  readonly error?: string | null
  readonly action?: ReactNode
}

/** What still works while the database is away, and what does not. */
export function DatabaseOutage({ error = null, action }: DatabaseOutageProps) {
  const stateReadAt = useQuery(readinessQuery()).data?.stateReadAt ?? null
  return (
    <Notice tone="bad" live title="The database does not answer." action={action}>
      <p>
        Traffic goes on with the last known keys and credentials
        {stateReadAt !== null && (
          <>
            , read <TimeAgo time={stateReadAt} />
          </>
        )}
        , and finished requests wait on disk. This console shows and changes nothing until the database is
        back.
      </p>
      {error !== null && <p className="mt-1 font-mono text-xs">{error}</p>}
    </Notice>
  )
}
