import { useQuery } from '@tanstack/react-query'
import type { RequestOutcome } from '@headgate/shared/requests'
import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { credentialsQuery, projectsQuery } from '../../lib/queries.ts'
import { useRefetchWhenDue } from '../../lib/use-refetch-when-due.ts'
import { AttentionPanel } from './attention-panel.tsx'
import { progressOf } from './getting-started.ts'
import { StartGuide } from './start-guide.tsx'
import { UsageFigures } from './usage-figures.tsx'

interface OverviewPageProps {
  /** How the newest requests ended; undefined while it is not known. */
  readonly lastOutcomes: readonly RequestOutcome[] | undefined
  readonly refetchMs: number
  readonly attentionList: ComponentProps<typeof AttentionPanel>['list']
  readonly recent: ReactNode
}

export function OverviewPage({ lastOutcomes, refetchMs, attentionList, recent }: OverviewPageProps) {
  const credentials = useQuery(credentialsQuery())
  const projects = useQuery(projectsQuery())
  useRefetchWhenDue(
    (credentials.data?.items ?? []).map(({ statusUntil }) => statusUntil),
    credentials.refetch,
  )
  if (lastOutcomes?.length === 0 && credentials.data && projects.data) {
    return (
      <Page title="Overview" summary="Nothing has come through yet.">
        <StartGuide progress={progressOf(credentials.data.items.length, projects.data.items)} />
      </Page>
    )
  }
  const skeleton = (
    <Panel title="Needs attention">
      <SkeletonRows rows={1} height="h-14" />
    </Panel>
  )
  return (
    <Page title="Overview" summary="The last 24 hours">
      <div className="flex flex-col gap-7">
        <UsageFigures refetchMs={refetchMs} lastOutcomes={lastOutcomes ?? []} />
        <Loaded query={credentials} what="The credentials" skeleton={skeleton}>
          {({ items }) => (
            <Loaded query={projects} what="The projects" skeleton={skeleton}>
              {(page) => <AttentionPanel credentials={items} projects={page.items} list={attentionList} />}
            </Loaded>
          )}
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
