// Watches for requests of a project while someone sets up a client.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RequestView } from '@headgate/shared/requests'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { OUTCOMES } from '../../components/outcome-badge.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { formatDuration } from '../../lib/format-time.ts'
import { trpc } from '../../lib/trpc.ts'
import { liveState } from './live-state.ts'

const POLL_MS = 2500

export function LiveLine({ projectId }: { readonly projectId: string }) {
  const newest = useQuery(
    trpc.requests.list.queryOptions({ projectId, limit: 1 }, { refetchInterval: POLL_MS, staleTime: 0 }),
  )
  const [known, setKnown] = useState<string | null | undefined>(undefined)
  const first = newest.data?.items[0]
  if (known === undefined && newest.data) setKnown(first?.requestId ?? null)

  if (newest.error)
    return <Line mark={<Pulse />}>Requests cannot be watched: {errorFacts(newest.error).message}</Line>
  const state = liveState(first, known === undefined ? (first?.requestId ?? null) : known)
  switch (state.kind) {
    case 'waiting':
      return (
        <Line mark={<Pulse />}>
          <p className="font-medium">Waiting for a request</p>
          <p className="text-n7">
            {state.last ? (
              <>
                The last one came <TimeAgo time={state.last.time} />.{' '}
              </>
            ) : (
              'This project has had none yet. '
            )}
            A call with an unknown key is answered with 401 and does not show here.
          </p>
        </Line>
      )
    case 'seen':
      return (
        <Line mark={<CircleCheck size={16} className="mt-0.5 shrink-0 text-good" />}>
          <p className="font-medium">Seen: it works</p>
          <Answered request={state.request} />
        </Line>
      )
    case 'failed':
      return (
        <Line mark={<CircleAlert size={16} className="mt-0.5 shrink-0 text-bad" />}>
          <p className="font-medium">Seen, but it failed with status {state.request.status}</p>
          <p className="wrap-anywhere">
            {[state.request.errorType, state.request.errorMessage ?? OUTCOMES[state.request.outcome].meaning]
              .filter(Boolean)
              .join(': ')}
          </p>
          <Answered request={state.request} />
        </Line>
      )
  }
}

function Line({ mark, children }: { readonly mark: ReactNode; readonly children: ReactNode }) {
  return (
    <div
      role="status"
      aria-label="Requests of this project"
      className="flex min-h-16 items-start gap-3 rounded-lg border border-n5 bg-n2 px-4 py-3 text-sm"
    >
      {mark}
      <div className="min-w-0 grow">{children}</div>
    </div>
  )
}

function Pulse() {
  return (
    <span aria-hidden className="mt-1.5 flex size-4 shrink-0 justify-center">
      <span className="size-2 animate-pulse rounded-full bg-accent" />
    </span>
  )
}

function Answered({ request }: { readonly request: RequestView }) {
  const { requestId, time, keyName, model, provider, durationMs } = request
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-n7">
      <TimeAgo time={time} />
      {keyName !== null && <span className="wrap-anywhere">with {keyName}</span>}
      {model !== null && <span className="font-mono text-xs wrap-anywhere">{model}</span>}
      {provider !== null && <ProviderBadge provider={provider} />}
      <span>{formatDuration(durationMs)}</span>
      <Link
        to="/requests"
        search={{ request: requestId }}
        className="text-accent underline underline-offset-2"
      >
        Show request
      </Link>
    </p>
  )
}
