import { useQuery } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { countOf } from '../../lib/format-count.ts'
import { credentialsQuery, projectsQuery } from '../../lib/queries.ts'
import { useRefetchWhenDue } from '../../lib/use-refetch-when-due.ts'
import { progressOf } from './getting-started.ts'
import { StartGuide } from './start-guide.tsx'
import { UsageFigures } from './usage-figures.tsx'

type AttentionListComponent = ComponentType<{ readonly credentials: readonly CredentialView[] }>

interface OverviewPageProps {
  /** Undefined while it is not known. */
  readonly hasRequests: boolean | undefined
  readonly refetchMs: number
  /** Shows credentials with what puts them right. */
  readonly attentionList: AttentionListComponent
  readonly recent: ReactNode
}

export function OverviewPage({ hasRequests, refetchMs, attentionList, recent }: OverviewPageProps) {
  const credentials = useQuery(credentialsQuery())
  const projects = useQuery(projectsQuery())
  useRefetchWhenDue(
    (credentials.data?.items ?? []).map(({ statusUntil }) => statusUntil),
    credentials.refetch,
  )
  if (hasRequests === false && credentials.data && projects.data) {
    return (
      <Page title="Overview" summary="Nothing has come through yet.">
        <StartGuide progress={progressOf(credentials.data.items.length, projects.data.items)} />
      </Page>
    )
  }
  return (
    <Page title="Overview" summary="The last 24 hours">
      <div className="flex flex-col gap-7">
        <UsageFigures refetchMs={refetchMs} />
        <Loaded
          query={credentials}
          what="The credentials"
          skeleton={
            <Panel title="Needs attention">
              <SkeletonRows rows={1} height="h-14" />
            </Panel>
          }
        >
          {({ items }) => <Attention credentials={items} list={attentionList} />}
        </Loaded>
        <Panel
          title="Recent requests"
          action={
            <Link to="/requests" className="rounded text-sm text-accent underline-offset-2 hover:underline">
              All requests
            </Link>
          }
        >
          {recent}
        </Panel>
      </div>
    </Page>
  )
}

interface AttentionProps {
  readonly credentials: readonly CredentialView[]
  readonly list: AttentionListComponent
}

function Attention({ credentials, list: List }: AttentionProps) {
  const needy = credentials.filter(({ status }) => status !== 'ready' && status !== 'disabled')
  return (
    <Panel title="Needs attention">
      {needy.length > 0 ? (
        <List credentials={needy} />
      ) : (
        <p className="px-4 py-3.5 text-sm">
          <Badge tone="good" icon={CircleCheck}>
            Nothing. {countOf(credentials.filter(({ status }) => status === 'ready').length, 'credential')}{' '}
            ready.
          </Badge>
        </p>
      )}
    </Panel>
  )
}
