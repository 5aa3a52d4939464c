// What clients are pointed at, always at hand.
import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../components/copy-button.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { systemStatusQuery } from '../lib/queries.ts'

export function GatewayAddress() {
  const { data, error } = useQuery(systemStatusQuery())
  if (!data) return error ? null : <Skeleton className="h-4 w-44" />
  return (
    <div className="flex min-w-0 items-center gap-1 text-xs">
      <span className="mr-1 shrink-0 text-n7">Base URL</span>
      <span className="truncate font-mono">{data.publicUrl}</span>
      <CopyButton text={data.publicUrl} what="base URL" />
    </div>
  )
}
