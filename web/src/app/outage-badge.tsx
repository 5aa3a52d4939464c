import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { DatabaseZap, Unplug, type LucideIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Badge } from '../components/badge.tsx'
import { readinessQuery } from '../lib/readiness.ts'

type Outage = 'gateway' | 'database'

const OUTAGES: Readonly<Record<Outage, { readonly word: string; readonly icon: LucideIcon }>> = {
  gateway: { word: 'Gateway unreachable', icon: Unplug },
  database: { word: 'Database unreachable', icon: DatabaseZap },
}

/** A word in every view while something is away that everything depends on. */
export function OutageBadge() {
  const { data, error } = useQuery(readinessQuery())
  const outage = error ? 'gateway' : data?.database === 'down' ? 'database' : null
  useReloadAfter(outage !== null)
  return (
    <div role="status" aria-label="Outage" className="text-xs">
      {outage !== null && (
        <Badge tone="bad" icon={OUTAGES[outage].icon}>
          {OUTAGES[outage].word}
        </Badge>
      )}
    </div>
  )
}

/** What could not be loaded meanwhile is asked for again. */
function useReloadAfter(isOut: boolean): void {
  const router = useRouter()
  const queryClient = useQueryClient()
  const wasOut = useRef(false)
  useEffect(() => {
    if (wasOut.current && !isOut) void queryClient.invalidateQueries().then(() => router.invalidate())
    wasOut.current = isOut
  }, [isOut, router, queryClient])
}
